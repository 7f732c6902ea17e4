"""Verbs in the past tense → their base form ("stopped" → "stop"), for the verbs that documents use most.

From a base form the past tense follows by rule; the way back does not ("hoped", "stopped"), so the
bases are listed, and a verb that is not listed makes no question. Left out are words that are as
often no verb at all ("left", "found", "set").
"""

_DOUBLED = """
admit commit control drop equip grab occur omit permit plan prefer refer regret ship slip stop submit transfer
transmit
"""

_REGULAR = """
abandon abolish accept accuse achieve acquire add adopt advise agree allow announce answer appeal appear apply appoint
approve argue arrange arrest arrive ask assume attack attempt attend attract award back ban believe belong blame
borrow call cancel capture carry cause change charge claim climb close collapse collect combine compare compete
complain complete compose concern conclude conduct confirm connect conquer consider construct consume contain continue
contribute convict convince cook count cover create cross damage deal decide declare decline defeat defend define
deliver demand deny depart deploy describe deserve design destroy determine develop die direct disappear discover
discuss dismiss divide donate double earn elect employ enable encourage end endorse enforce enjoy enter escape
establish estimate examine exceed exchange execute exist expand expect experience explain explode export express
extend face fail finance finish fire follow force form found gain gather govern graduate grant guarantee guard happen
help hire hope identify ignore impose improve include increase indicate inform inherit injure insist inspect install
intend introduce invade invent invest investigate invite involve issue join judge kill land last launch lease like
limit list live locate lower maintain manage manufacture march mark marry measure merge migrate move murder name need
negotiate note notice observe obtain offer open operate oppose order organise organize own paint participate pass
pause perform persuade point possess postpone predict prepare present preserve prevent print process produce prohibit
promise promote propose prosecute protect prove provide publish purchase push qualify question raise rank reach
realise realize receive recognise recognize recommend record recover recruit reduce refuse regain reject release
relocate remain remember remove rename renew rent repair repeat replace reply report represent request require rescue
resign resolve respond restore restrict result resume retain retire return reveal reverse review revise ruin rule sail
save score search secure seize select separate serve settle shape share shift sign smuggle solve spark spread stay
suffer suggest supply support surrender survive suspect suspend tackle talk target test thank threaten total touch
trade train translate travel treat triple try turn unite unveil update urge use visit vote wait walk want warn watch
weigh welcome witness work
"""

_IRREGULAR = """
beat:beat became:become began:begin bought:buy broke:break brought:bring built:build came:come caught:catch
chose:choose cost:cost drew:draw drove:drive earnt:earn fell:fall fled:flee flew:fly fought:fight gave:give got:get
grew:grow heard:hear held:hold hid:hide kept:keep knew:know laid:lay learnt:learn lent:lend lost:lose made:make
meant:mean met:meet overthrew:overthrow paid:pay ran:run rose:rise said:say sang:sing sank:sink sent:send shot:shoot
shrank:shrink slept:sleep sold:sell sought:seek spent:spend spoke:speak stole:steal stood:stand struck:strike
swam:swim taught:teach thought:think threw:throw told:tell took:take understood:understand underwent:undergo went:go
withdrew:withdraw woke:wake won:win wore:wear wrote:write
"""


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ied"
    return f"{base}ed"


BASES: dict[str, str] = {
    **{_past(base): base for base in _REGULAR.split()},
    **{f"{base}{base[-1]}ed": base for base in _DOUBLED.split()},
    **dict(pair.split(":") for pair in _IRREGULAR.split()),
}
