"""Log-ins: written once, ended in every tab, noted in the audit; on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select

from assistant.kept import audit, tables
from assistant.kept.people import Person
from assistant.kept.sign_ins import SignIns
from assistant.kept.store import Store
from tests.kept.conftest import Clock

ANNA = Person("a" * 32, "Anna Alm", "anna.alm@example.org", frozenset({"analys"}))
BO = Person("b" * 32, "Bo Berg")
HERS, HERS_TOO, HIS = "1" * 64, "2" * 64, "3" * 64


@pytest.fixture
def sign_ins(store: Store) -> SignIns:
    return SignIns(store)


def noted(store: Store) -> list[tuple[str, str, str]]:
    columns = tables.audit.c
    with store.reading() as connection:
        assert audit.verify(connection).trouble is None
        found = connection.execute(
            select(columns.actor, columns.action, columns.about).order_by(columns.number)
        )
        return [tuple(row) for row in found]


def test_first_sight_writes_the_person_and_the_log_in_down(
    sign_ins: SignIns, store: Store, clock: Clock
) -> None:
    assert sign_ins.seen(HERS, ANNA)
    with store.reading() as connection:
        person = connection.execute(select(tables.person)).one()
        row = connection.execute(select(tables.sign_in)).one()
    assert (person.id, person.name, person.email) == (ANNA.id, ANNA.name, ANNA.email)
    assert tuple(row) == (HERS, ANNA.id, clock.now, None)
    assert noted(store) == [(ANNA.id, "signed_in", HERS)]


def test_seen_again_it_is_one_read_and_no_write(sign_ins: SignIns, store: Store) -> None:
    sign_ins.seen(HERS, ANNA)
    statements: list[str] = []
    event.listen(
        store.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement.split()[0]),
    )
    assert sign_ins.seen(HERS, ANNA)
    assert [word for word in statements if word not in {"BEGIN", "PRAGMA", "SET"}] == ["SELECT"]


def test_the_next_log_in_brings_the_person_up_to_date(sign_ins: SignIns, store: Store) -> None:
    sign_ins.seen(HERS, ANNA)
    sign_ins.seen(HERS_TOO, Person(ANNA.id, "Anna Ask"))
    with store.reading() as connection:
        person = connection.execute(select(tables.person)).one()
    assert (person.name, person.email) == ("Anna Ask", None)


def test_log_out_ends_it_for_good_and_is_noted_once(sign_ins: SignIns, store: Store) -> None:
    sign_ins.seen(HERS, ANNA)
    sign_ins.seen(HERS_TOO, ANNA)
    sign_ins.end(HERS, ANNA)
    sign_ins.end(HERS, ANNA)
    assert sign_ins.ended(HERS)
    assert not sign_ins.seen(HERS, ANNA)
    assert sign_ins.seen(HERS_TOO, ANNA)
    assert noted(store)[2:] == [(ANNA.id, "signed_out", HERS)]


def test_nobody_ends_the_log_in_of_another(sign_ins: SignIns, store: Store) -> None:
    sign_ins.seen(HERS, ANNA)
    sign_ins.end(HERS, BO)
    sign_ins.expire(HERS, BO)
    assert sign_ins.end_all(BO) == 0
    assert sign_ins.seen(HERS, ANNA)
    assert noted(store) == [(ANNA.id, "signed_in", HERS)]


def test_log_out_everywhere_ends_all_of_one_person(sign_ins: SignIns, store: Store) -> None:
    for identity, person in ((HERS, ANNA), (HERS_TOO, ANNA), (HIS, BO)):
        sign_ins.seen(identity, person)
    sign_ins.end(HERS, ANNA)
    assert sign_ins.end_all(ANNA) == 1
    assert not sign_ins.seen(HERS_TOO, ANNA)
    assert sign_ins.seen(HIS, BO)
    assert noted(store)[3:] == [(ANNA.id, "signed_out", each) for each in (HERS, HERS_TOO)]


def test_too_old_is_ended_once_and_what_was_never_seen_is_not_written(
    sign_ins: SignIns, store: Store
) -> None:
    sign_ins.expire(HERS, ANNA)
    assert noted(store) == []
    assert not sign_ins.ended(HERS)
    sign_ins.seen(HERS, ANNA)
    sign_ins.expire(HERS, ANNA)
    sign_ins.expire(HERS, ANNA)
    assert not sign_ins.seen(HERS, ANNA)
    assert noted(store)[1:] == [(ANNA.id, "sign_in_ended", HERS)]


def test_tabs_that_come_at_once_are_one_log_in(sign_ins: SignIns, store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: sign_ins.seen(HERS, ANNA), range(24)))
    assert noted(store) == [(ANNA.id, "signed_in", HERS)]
