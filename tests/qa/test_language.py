import pytest

from qa.language import language, unread

SPANISH = (
    "El juicio comenzó en la capital en noviembre y duró tres meses. Los abogados pidieron que el acusado fuera "
    "trasladado a otra prisión, pero el juez rechazó la petición. Su esposa asistió a todas las sesiones y dijo a "
    "los periodistas que su marido era inocente. El barco se hundió frente a la costa en la niebla espesa."
)
GERMAN = (
    "Das Schiff sank vor der Küste, nachdem es im dichten Nebel mit einem anderen Schiff zusammengestoßen war. Viele "
    "Menschen starben, aber die meisten Passagiere wurden gerettet. Der Kapitän sagte vor Gericht, er habe das andere "
    "Schiff nicht rechtzeitig gesehen, und das Radar sei ausgefallen gewesen. Niemand glaubte ihm."
)
WELSH = (
    "Roedd y llong wedi suddo oddi ar yr arfordir ar ôl gwrthdaro â llong arall yn y niwl trwchus. Bu farw pedwar deg "
    "chwech o bobl, ond achubwyd y rhan fwyaf o deithwyr. Dywedodd y capten wrth y llys nad oedd wedi gweld y llong "
    "arall mewn pryd, a bod y radar wedi methu."
)
ENGLISH = (
    "The trial began in the capital in November and lasted three months. The lawyers asked that the accused be moved "
    "to another prison, but the judge refused. His wife came to every session and told the journalists that he was "
    "innocent. The ship sank off the coast in thick fog, and most of its passengers were saved."
)
REFERENCES = (
    "Müller, H., García López, J., and Dupont, P. Zeitschrift für Physik 45. Bianchi, G., Rossi, M. Rivista italiana "
    "di geologia 12. Lefèvre, A. Annales de chimie 7. Schmidt, K. Handbuch der Chemie. Springer, Berlin. Fernández, R. "
    "Revista mexicana de física 61. Silva, A. Revista brasileira 3. Jones, B. Nature 4."
)


@pytest.mark.parametrize(
    "question",
    [
        "Who is Guzman?",
        "Where is Verden?",
        "who reported",
        "17 times 23?",
        "el chapo laywer name",
        "mexcian presidant reaction",
        "wher is el chapo",
        "is el chapo alive",
        "was el chapo convicted",
        "wat is his name",
        "emma coronel age",
        "Kim Jong Un sister",
        "AI companies list",
        "chi square test",
        "cosa nostra boss",
        "Rio de Janeiro olympics",
        "Los Angeles mayor",
        "la casa de papel season count",
        "Der Spiegel founder",
        "Das Kapital author",
        "Les Miserables author",
        "Universidad Nacional Autonoma de Mexico students",
        "São Paulo mayor",
        "déjà vu meaning",
        "who spoke the words ich bin ein berliner",
        "where is dia de los muertos celebrated in mexico",
        "What ends near the Millingen aan de Rijn?",
        "When did John von Neumann die?",
        "What does 我不知道 mean?",
        "What is β decay?",
        ENGLISH,
        ENGLISH.upper(),
    ],
)
def test_english_is_taken_for_no_other_language(question):
    assert language(question) in (None, "en")
    assert unread(question, [ENGLISH]) is None


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("es", "¿Dónde está preso El Chapo?"),
        ("es", "Donde esta preso Guzman"),
        ("es", "¿Fue condenado Guzmán en Brooklyn?"),
        ("de", "Wo sitzt Guzman im Gefängnis?"),
        ("de", "was sagte der präsident"),
        ("de", "In welchem Gefängnis sitzt El Chapo?"),
        ("fr", "Où est détenu Guzman ?"),
        ("fr", "Qui est Guzman ?"),
        ("it", "come si chiama il suo avvocato"),
        ("pt", "Onde está preso El Chapo?"),
        ("nl", "In welke gevangenis zit El Chapo?"),
        ("sv", "Vem är Mexikos president?"),
        ("da", "Hvornår blev han udleveret til USA?"),
        ("pl", "Gdzie jest więziony Guzman?"),
        ("cs", "Kde je Guzman vězněn?"),
        ("tr", "Guzman nerede hapiste?"),
        ("fi", "Missä Guzman on vankina?"),
        ("hu", "Hol van börtönben Guzman?"),
        ("ro", "Cine este președintele Mexicului?"),
        ("id", "Siapa presiden Meksiko?"),
        ("vi", "Guzman bị giam ở đâu?"),
        ("ru", "Кто президент Мексики?"),
        ("uk", "Де сидить у в'язниці Гусман?"),
        ("bg", "Къде лежи в затвора Гусман?"),
        ("el", "Πού κρατείται ο Γκουσμάν;"),
        ("el", "Πού;"),
        ("he", "איפה כלוא גוזמן?"),
        ("ar", "أين يُسجن غوزمان؟"),
        ("fa", "گوزمان کجا زندانی است؟"),
        ("hi", "गुज़मान कहाँ कैद है?"),
        ("th", "กุซมันถูกคุมขังที่ไหน"),
        ("ko", "구스만은 어디에 수감되어 있나요?"),
        ("ja", "グスマンはどこに収監されていますか?"),
        ("zh", "谁是El Chapo的律师?"),
        ("es", SPANISH),
        ("de", GERMAN),
        ("cy", WELSH),
        (
            "ru",
            "Суд начался в столице в ноябре и длился три месяца, писала газета The Times. Судья отказал защитникам.",
        ),
    ],
)
def test_other_languages_are_recognised(code, question):
    assert language(question) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "2 + 2",
        "π",
        "αβ",
        "🙂🙂🙂",
        "Guzman",
        "Joaquin Guzman Loera",
        "ok",
        "\ud83d",
        REFERENCES,
        "f3a9 0x7f 9c1b " * 40,
    ],
)
def test_what_tells_no_language_is_unsure(text):
    assert language(text) is None


def test_unread_names_the_questions_language():
    said = unread("Wo sitzt Guzman im Gefängnis?", [ENGLISH])
    assert said == "The question seems to be in German; the models here read English."


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([SPANISH], "Spanish"),
        ([SPANISH, SPANISH, ENGLISH], "Spanish"),
        ([SPANISH, GERMAN], "other languages"),
        ([WELSH], "another language"),
    ],
)
def test_unread_names_the_language_of_most_passages(texts, said):
    assert (
        unread("Where did the ship sink?", texts)
        == f"The nearest passages are in {said}; the models here read English."
    )


@pytest.mark.parametrize("texts", [[], [ENGLISH], [ENGLISH, SPANISH], [REFERENCES]])
def test_unread_is_none_where_half_is_english_or_unsure(texts):
    assert unread("Where did the ship sink?", texts) is None
