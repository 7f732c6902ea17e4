"""Verbs as they stand in a sentence → their base form ("stopped", "stops" → "stop"): those that documents use most.

From a base form the other forms follow by rule; the way back does not ("hoped", "stopped"), so the
bases are listed, and a verb that is not listed makes no question. Left out are words that are as
often no verb at all ("set", "put").
"""

_DOUBLED = """
admit beg ban commit compel control drop equip expel grab occur omit permit plan prefer refer regret ship slip stop
submit transfer transmit
"""

_REGULAR = """
abandon abolish absorb accelerate accept accompany accomplish account accumulate accuse achieve acknowledge acquire
act adapt add adjust administer adopt advance advise advocate affect agree aid aim allege allow alter amend annex
announce answer anticipate appeal appear apply appoint approve argue arrange arrest arrive ask assemble assert assign
assist associate assume attach attack attain attempt attend attract attribute authorize avoid award back balance base
believe belong benefit blame block boost borrow bury calculate call cancel capture carry cause cease celebrate center
certify challenge change characterize charge cite claim classify climb close coin collapse collect combine command
comment commission compare compete compile complain complete compose comprise concentrate concern conclude condemn
conduct confine confirm confuse connect conquer consider consist consolidate constitute construct consume contain
continue contribute convert convict convince cook coordinate count cover create credit criticise criticize cross
cultivate damage deal debate debut decide declare decline decorate decrease dedicate deem defeat defend define deliver
demand demolish demonstrate denounce deny depart depend depict deploy derive describe deserve design designate destroy
detect determine develop devise devote die differ direct disappear discover discuss dismiss displace display dispute
dissolve distinguish distribute divide document dominate donate double draft dub earn edit educate elect elevate
eliminate embark embrace emerge emigrate emphasize employ enable enact encounter encourage end endorse endure enforce
engage enhance enjoy enlarge enrich enter entitle erect escape establish estimate evacuate evolve examine exceed
exchange exclude execute exhibit exist expand expect experience explain explode exploit explore export expose express
extend face facilitate fail favor feature fill film finance finish fire flourish focus follow force form formulate
found fuel fund gain gather generate govern graduate grant group guarantee guard guide handle happen help highlight
hire hope host identify ignore implement import impose imprison improve inaugurate include incorporate increase
indicate induce infect influence inform inhabit inherit initiate injure insist inspect inspire install instruct
integrate intend interpret introduce invade invent invest investigate invite involve isolate issue join judge justify
kill label lack land last launch lease license lift like limit link list live load lobby locate look lower maintain
manage manufacture march mark marry measure mention merge migrate modify motivate move murder name need negotiate
nominate note notice number observe obtain occupy offer open operate oppose order organise organize originate oust
outline overturn own paint participate pass pause perform persuade pioneer play pledge point portray possess postpone
power praise precede predict prepare present preserve preside prevent print process proclaim produce prohibit promise
promote prompt propose prosecute protect prove provide publish purchase pursue push qualify question quote raise range
rank ratify reach react realise realize recall receive recognise recognize recommend record recover recruit reduce
refine reflect reform refuse regain register regulate reinforce reject relate release relocate rely remain remark
remember remove rename render renew rent repair repeat replace reply report represent request require rescue resign
resist resolve respond restore restrict result resume retain retire return reveal reverse review revise revive ruin
rule sail save schedule score search secure seize select separate serve settle shape share shift sign situate smuggle
solve spark specify sponsor spread start state stay store strengthen stress struggle study subject succeed suffer
suggest supply support suppress surpass surrender surround survive suspect suspend sustain switch tackle talk target
tend test thank threaten tie title total touch trace trade train transform translate transport travel treat trigger
triple try turn undermine unify unite unveil update urge use value vary view violate visit vote wait walk want warn
watch weaken weigh welcome wish witness work worry yield
"""

_IRREGULAR = """
arose:arise ate:eat beat:beat became:become began:begin bore:bear bought:buy broke:break brought:bring built:build
came:come caught:catch chose:choose cost:cost drew:draw drove:drive earnt:earn fed:feed fell:fall felt:feel fled:flee
flew:fly forbade:forbid fought:fight found:find gave:give got:get grew:grow heard:hear held:hold hid:hide hung:hang
kept:keep knew:know laid:lay learnt:learn led:lead left:leave lent:lend lost:lose made:make meant:mean met:meet
overcame:overcome oversaw:oversee overthrew:overthrow paid:pay ran:run rebuilt:rebuild rose:rise said:say sang:sing
sank:sink saw:see sent:send shot:shoot shrank:shrink slept:sleep sold:sell sought:seek spent:spend spoke:speak
stole:steal stood:stand struck:strike swam:swim taught:teach thought:think threw:throw told:tell took:take
understood:understand undertook:undertake underwent:undergo went:go withdrew:withdraw woke:wake won:win wore:wear
wrote:write
"""

_PARTICIPLES = """
arisen beaten become been begun borne broken chosen cut done drawn driven eaten fallen flown forbidden forgotten given
gone grown hidden hit known lain overcome overseen overthrown proven put ridden risen run seen set shown shrunk spoken
split spread stolen sung sunk sworn taken thrown torn understood undergone undertaken withdrawn woken worn written
"""

_PRESENT = """
accuse act add allow apply argue become begin believe belong bring combine compare consider consist contain continue
create denote depend describe determine develop differ eliminate employ enable encourage endure ensure exist explain
follow generate give include increase inhabit involve know lead maintain occupy occur operate own possess prevent
produce protect provide publish receive recognise recognize reduce refer reflect rely represent require say serve
suggest take teach tell tend undergo use vary want warn write
"""


def _present(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "o")):
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in "aeiou" else f"{base}s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ied"
    return f"{base}ed"


PAST: dict[str, str] = {
    **{_past(base): base for base in _REGULAR.split()},
    **{f"{base}{base[-1]}ed": base for base in _DOUBLED.split()},
    **dict(pair.split(":") for pair in _IRREGULAR.split()),
}

PRESENT: dict[str, str] = {_present(base): base for base in _PRESENT.split()}
"""The third person, for verbs whose form is seldom a noun."""
PARTICIPLES = PAST.keys() | set(_PARTICIPLES.split())
BASES = frozenset(PAST.values()) | frozenset(PRESENT.values()) | {"be", "do", "have", "see", "find", "set", "put"}
