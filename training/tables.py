"""Made tables, lists of fields, timetables and logs, with questions for a cell, a list or what is not there.

People's files are full of them, and no public set at hand asks about them. What is asked varies with
the column; what the rows hold is drawn anew each time, so that nothing in them can be learnt by heart.
"""

import calendar
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from training.examples import Example, Group, marked
from training.layouts import NAMES
from training.rows import Rows, written

ABSENT, LISTING = 0.35, 0.2
ANOTHER, BESIDE = 0.5, 0.4
"""A second text with rows of the same kind that do not answer; a table of another kind in the same text."""
Draw = random.Random


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds, and how people ask for it; {} is the row's first cell."""

    name: str
    value: Callable[[Draw], str]
    asked: tuple[str, ...]
    listing: tuple[str, ...] = ()
    """Questions for all rows with one value; {} is the value."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A table's title, and its columns; the first names the row. `all` asks for every row."""

    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    all: tuple[str, ...]


def _words(text: str) -> Callable[[Draw], str]:
    kept = [word.replace("_", " ") for word in text.split()]
    return lambda draw: draw.choice(kept)


def _pair(first: str, second: str) -> Callable[[Draw], str]:
    one, two = _words(first), _words(second)
    return lambda draw: f"{one(draw)} {two(draw)}"


def _money(draw: Draw) -> str:
    amount, sign = draw.choice([draw.randint(1, 99), draw.randint(100, 9000)]), draw.choice(["€", "$", "£", "EUR "])
    cents = draw.choice(["", f".{draw.randint(0, 99):02d}", ".00"])
    return f"{sign}{amount}{cents}" if draw.random() < 0.6 else f"{amount}{cents} {sign.strip()}"


def _date(draw: Draw) -> str:
    day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.randint(2015, 2028)
    name = calendar.month_name[month]
    return draw.choice(
        [f"{day} {name}", f"{day} {name} {year}", f"{year}-{month:02d}-{day:02d}", f"{day:02d}.{month:02d}."]
    )


def _time(draw: Draw) -> str:
    return f"{draw.randint(6, 22)}:{draw.choice(['00', '15', '30', '45', '05', '40'])}" + draw.choice(["", "", " h"])


def _count(draw: Draw) -> str:
    return str(draw.choice([draw.randint(1, 20), draw.randint(20, 500)]))


def _code(draw: Draw) -> str:
    return f"{draw.choice('ABCDEFGHKLMPRSTX')}{draw.choice('ABCDEFGHKLMPRSTX')}-{draw.randint(100, 9999)}"


def _person(draw: Draw) -> str:
    last = "Adler Bauer Costa Dahl Ek Fuchs Gomez Hale Ito Jansen Kowalski Lund Moreau Novak Okafor Petrov Quinn Rossi"
    return f"{draw.choice(NAMES)} {draw.choice(last.split())}"


def _phone(draw: Draw) -> str:
    return f"0{draw.randint(20, 99)} {draw.randint(100, 999)} {draw.randint(1000, 9999)}"


_THING = _pair(
    "steel oak red large small spare folding cordless ceramic garden cotton travel office winter used",
    "lamp chair drill kettle table bag filter battery ladder shelf pump hose jacket mug rope tent printer",
)
_PLACE = _words(
    "Hall_A Hall_B the_library the_cellar Room_12 Room_204 the_garden the_gym Bremen Porto Lyon Ghent Turin"
)
_EVENT = _pair(
    "opening first second annual evening staff parents' closing choir budget safety chess",
    "meeting concert workshop dinner lecture tour training rehearsal final inspection exam walk",
)
_FIRM = _pair("North Baker Delta Hill Green River Stone Blue", "Tools Supply Brothers Trading Works & Sons Ltd GmbH")
_LEVEL = _words("open closed pending paid overdue cancelled done urgent draft approved")

KINDS: tuple[Kind, ...] = (
    Kind(
        ("Price list", "Products", "Inventory", "Stock", "Order"),
        (
            Column("Item", _THING, ()),
            Column(
                "Price",
                _money,
                ("How much is the {}?", "What does the {} cost?", "price of {}", "What do you charge for a {}?"),
            ),
            Column("Stock", _count, ("How many of the {} are left?", "How many {} are in stock?")),
            Column(
                "Supplier",
                _FIRM,
                ("Who supplies the {}?", "Where does the {} come from?"),
                ("What do we buy from {}?", "Which items does {} deliver?"),
            ),
            Column("Code", _code, ("What is the article number of the {}?", "code of the {}")),
        ),
        ("Which items are on the list?", "What can be ordered?"),
    ),
    Kind(
        ("Contacts", "Team", "Staff", "Who does what"),
        (
            Column("Name", _person, ()),
            Column(
                "Role",
                _words("treasurer caretaker head_of_sales nurse editor driver trainee secretary plumber accountant"),
                ("What does {} do?", "What is {}'s job?", "Which position does {} hold?"),
                ("Who is the {}?", "Who works as {}?"),
            ),
            Column("Phone", _phone, ("What is {}'s number?", "How can I ring {}?", "phone {}")),
            Column("Room", _PLACE, ("Where does {} sit?", "Where can I find {}?"), ("Who sits in {}?",)),
        ),
        ("Who is on the team?", "Which people are listed?"),
    ),
    Kind(
        ("Programme", "Schedule", "Timetable", "Calendar", "What's on"),
        (
            Column("Event", _EVENT, ()),
            Column("Date", _date, ("When is the {}?", "On which day does the {} take place?", "date of the {}")),
            Column("Time", _time, ("At what time does the {} start?", "When does the {} begin?")),
            Column(
                "Place",
                _PLACE,
                ("Where is the {}?", "Where will the {} be held?"),
                ("What takes place in {}?", "Which events are in {}?"),
            ),
            Column("Led by", _person, ("Who leads the {}?", "Who is responsible for the {}?"), ("What does {} lead?",)),
        ),
        ("Which events are planned?", "What is on the programme?"),
    ),
    Kind(
        ("Invoices", "Fees", "Costs", "Accounts", "Payments"),
        (
            Column(
                "Position",
                _pair("monthly yearly late cleaning heating parking repair water", "fee rent deposit charge costs"),
                (),
            ),
            Column("Amount", _money, ("How high is the {}?", "What is the {}?", "How much do I pay for the {}?")),
            Column("Due", _date, ("When is the {} due?", "By when must the {} be paid?")),
            Column(
                "Status",
                _LEVEL,
                ("Has the {} been settled?", "What is the state of the {}?"),
                ("Which positions are {}?", "What is {}?"),
            ),
        ),
        ("Which fees are there?", "What has to be paid?"),
    ),
    Kind(
        ("Tasks", "To do", "Tickets", "Open points", "Jobs"),
        (
            Column(
                "Task",
                _pair(
                    "repair order call clean book check paint replace",
                    "the_roof the_boiler the_dentist flights the_fence paper windows the_server",
                ),
                (),
            ),
            Column(
                "Who",
                _person,
                ("Who is to {}?", "Whose task is it to {}?"),
                ("What does {} have to do?", "What is assigned to {}?"),
            ),
            Column("Until", _date, ("Until when is there time to {}?", "What is the deadline to {}?")),
            Column("State", _LEVEL, ("How far is it: {}?", "What is the status of '{}'?"), ("Which tasks are {}?",)),
        ),
        ("What has to be done?", "Which tasks are there?"),
    ),
)


def group(_: object, draw: Draw) -> Group:
    """A question about a table, made anew each time."""
    kind = draw.choice(KINDS)
    columns = [kind.columns[0], *draw.sample(kind.columns[1:], draw.randint(2, len(kind.columns) - 1))]
    rows = _rows(columns, draw)
    made = _table(kind, columns, rows, draw)
    if draw.random() < BESIDE:
        beside = draw.choice([each for each in KINDS if each is not kind])
        made = made.beside(_table(beside, beside.columns, _rows(beside.columns, draw), draw), draw.random() < 0.5)
    if draw.random() < LISTING:
        return (_listing(kind, columns, rows, made, draw),)
    if draw.random() < ABSENT:
        return (Example(_absent(kind, columns, rows, draw), made.text, None, marked(made.rows, [])),)
    at, number = draw.randrange(1, len(columns)), draw.randrange(len(rows))
    asked = draw.choice(columns[at].asked).format(rows[number][0])
    first = Example(asked, made.text, made.cells[number][at], marked(made.rows, [made.cells[number][at]]))
    if draw.random() > ANOTHER:
        return (first,)
    other = _table(kind, columns, [row for row in _rows(columns, draw) if row[0] != rows[number][0]], draw)
    return first, Example(asked, other.text, None, marked(other.rows, []))


def _table(kind: Kind, columns: Sequence[Column], rows: Sequence[Sequence[str]], draw: Draw) -> Rows:
    return written(draw.choice(kind.titles), [column.name for column in columns], rows, draw)


def _rows(columns: Sequence[Column], draw: Draw) -> list[list[str]]:
    """Rows with different first cells."""
    count, found = draw.randint(3, 8), dict[str, list[str]]()
    while len(found) < count:
        row = [column.value(draw) for column in columns]
        found[row[0]] = row
    rows = list(found.values())
    for at, column in enumerate(columns):
        if column.listing:  # few values, so that several rows share one
            values = [column.value(draw) for _ in range(3)]
            for row in rows:
                row[at] = draw.choice(values)
    return rows


def _absent(kind: Kind, columns: Sequence[Column], rows: Sequence[Sequence[str]], draw: Draw) -> str:
    """A question for a row or a column that is not there."""
    missing = [column for column in kind.columns[1:] if column not in columns]
    if missing and draw.random() < 0.5:
        return draw.choice(draw.choice(missing).asked).format(draw.choice(rows)[0])
    known = {row[0] for row in rows}
    other = next(name for name in iter(lambda: kind.columns[0].value(draw), "") if name not in known)
    return draw.choice(draw.choice(columns[1:]).asked).format(other)


def _listing(kind: Kind, columns: Sequence[Column], rows: Sequence[Sequence[str]], made: Rows, draw: Draw) -> Example:
    """A question for several rows: each is evidence, and the first is marked."""
    sorted_by = [at for at, column in enumerate(columns) if column.listing]
    if not sorted_by or draw.random() < 0.3:
        return Example(
            draw.choice(kind.all), made.text, made.cells[0][0], marked(made.rows, [cells[0] for cells in made.cells])
        )
    at = draw.choice(sorted_by)
    value = draw.choice(rows)[at]
    chosen = [made.cells[number][0] for number, row in enumerate(rows) if row[at] == value]
    return Example(draw.choice(columns[at].listing).format(value), made.text, chosen[0], marked(made.rows, chosen))
