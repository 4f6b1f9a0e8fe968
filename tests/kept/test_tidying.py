"""What nobody needs is let go, and nothing else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from assistant.kept import audit, tables
from assistant.kept.checks import Checks, everything
from assistant.kept.errors import KeptError
from assistant.kept.favourites import Favourites
from assistant.kept.links import Audience, Links
from assistant.kept.people import LOCAL
from assistant.kept.sign_ins import SignIns
from assistant.kept.tidying import Tidied, tidy
from assistant.snapshot import Snapshot
from tests.kept import made
from tests.kept.made import ANNA, question


def answer(number: int, version: str = "v1") -> Snapshot:
    return made.answer(question(number), version)


def count(store, table):
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_what_is_in_use_stays(store, clock):
    mine, links = Favourites(store, ANNA), Links(store, ANNA)
    saved = mine.save(answer(1), "ett")
    deleted = mine.save(answer(2), "två")
    mine.delete(deleted.id)
    _, token = links.share(answer(3), "tre", "frozen", Audience(everyone=True))
    withdrawn, _ = links.share(answer(1, version="v9"), "fyra", "frozen", Audience(everyone=True))
    links.withdraw(withdrawn.id)
    SignIns(store).seen("a" * 64, ANNA)
    Checks(store, "v1").keep({(saved.snapshot, saved.question_hash): "{}"})
    clock.forward(days=20)
    assert tidy(store, "v1") == Tidied(favourites=0, snapshots=0, checks=0, sign_ins=0)
    assert count(store, tables.snapshot) == 4
    assert mine.undelete(deleted.id).title == "två"
    assert links.open(token).snapshot == answer(3)


def test_what_nothing_points_at_goes(store, clock):
    mine = Favourites(store, ANNA)
    saved = mine.save(answer(1), "ett")
    Checks(store, "v1").keep({(saved.snapshot, saved.question_hash): "{}"})
    newer = answer(1, version="v2")
    mine.seen(saved.id, newer)
    Checks(store, "v2").keep({(newer.id, saved.question_hash): "{}"})
    deleted = mine.save(answer(2), "två")
    mine.delete(deleted.id)
    SignIns(store).seen("a" * 64, ANNA)
    clock.forward(days=61)
    SignIns(store).seen("b" * 64, ANNA)
    assert tidy(store, "v2") == Tidied(favourites=1, snapshots=2, checks=1, sign_ins=1)
    assert mine.snapshot(saved.id) == newer
    assert count(store, tables.check) == 1
    with pytest.raises(KeptError):
        mine.undelete(deleted.id)
    with store.reading() as connection:
        assert audit.verify(connection).trouble is None


def test_everything_kept_is_what_may_still_be_opened(store, clock):
    mine, links = Favourites(store, ANNA), Links(store, LOCAL)
    mine.save(answer(1), "ett")
    mine.save(answer(1), "samma")
    mine.delete(mine.save(answer(2), "två").id)
    links.share(answer(1), "ett", "live", Audience(everyone=True))
    links.share(answer(3), "tre", "frozen", Audience(everyone=True))
    ends = clock.now + timedelta(days=1)
    links.share(answer(2, version="v5"), "x", "frozen", Audience(everyone=True), ends_at=ends)
    clock.forward(days=2)
    found = everything(store)
    assert found == {
        (each.id, each.question_hash): each.question_json for each in (answer(1), answer(3))
    }
