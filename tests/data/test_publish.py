"""Publishing: named by content, moved into place whole, never written again."""

import stat

import duckdb
import pytest

from data import publish as publishing
from data.checks import BrokenInvariant
from data.publish import About, content_hash, publish
from data.sources.cells import Slot
from data.tables import TABLES
from data.versions import VersionError, current, manifest_of, path_of, published, use, verify
from semantic.model import Text, load_catalogue
from tests.data import small

CATALOGUE = load_catalogue()
ABOUT = About("import", Text(sv="Prov", en="Trial"), example_data=False)
COUNT = Slot("folkmangd", "regso", 2020, 2022)


def publish_counts(**figures):
    with small.draft() as draft:
        draft.add_cells(small.count_cells(COUNT, figures))
        return publish(draft, ABOUT, CATALOGUE)


def test_published_is_current_listed_and_whole(home):
    assert (published(), current()) == ([], None)
    manifest = publish_counts(**{"0114R001": 10, "1280R001": 5})
    assert current() == manifest
    assert published() == [manifest]
    assert manifest.id == f"import-{manifest.content[:10]}"
    assert manifest.counts["cell"] == 2
    assert manifest.model == CATALOGUE.digest
    assert verify(manifest.id) == []
    assert sorted(path.name for path in (home / "versions").iterdir()) == [manifest.id]


def test_what_is_no_version_is_passed_over(home):
    manifest = publish_counts(**{"0114R001": 10})
    for name in (".building-abc", "lost+found"):
        (home / "versions" / name).mkdir()
    (home / "versions" / ".building-abc" / "manifest.json").write_text("half of it")
    assert published() == [manifest]


def test_same_content_is_the_same_version_and_is_not_written_again(home):
    first = publish_counts(**{"0114R001": 10, "1280R001": 5})
    before = (path_of(first.id) / "facts.duckdb").stat()
    second = publish_counts(**{"1280R001": 5, "0114R001": 10})
    after = (path_of(first.id) / "facts.duckdb").stat()
    assert second == first
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_other_content_is_another_version(home):
    first = publish_counts(**{"0114R001": 10})
    second = publish_counts(**{"0114R001": 11})
    assert current() == second
    assert {each.id for each in published()} == {first.id, second.id}
    assert use(first.id) == first == current()


def test_a_published_folder_is_read_only(home):
    folder = path_of(publish_counts(**{"0114R001": 10}).id)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())]
    assert modes == [0o555, 0o444, 0o444]


def test_a_broken_draft_leaves_nothing_behind(home):
    good = publish_counts(**{"0114R001": 10})
    with small.draft() as draft:
        draft.add_cells(small.count_cells(COUNT, {"0114R001": 10}).assign(num=-1.0))
        with pytest.raises(BrokenInvariant):
            publish(draft, ABOUT, CATALOGUE)
    assert [path.name for path in (home / "versions").iterdir()] == [good.id]
    assert current() == good


def test_a_failure_while_moving_leaves_nothing_behind(home, monkeypatch):
    def full(_):
        raise OSError("no space left")

    monkeypatch.setattr(publishing, "_sync", full)
    with pytest.raises(OSError, match="no space"):
        publish_counts(**{"0114R001": 10})
    assert list((home / "versions").iterdir()) == []
    assert current() is None


def test_the_pointer_is_replaced_and_not_rewritten(home):
    first = publish_counts(**{"0114R001": 10})
    with (home / "current").open() as reader:
        publish_counts(**{"0114R001": 11})
        assert reader.read().strip() == first.id
    assert [path.name for path in home.iterdir() if path.name.startswith(".")] == []


def test_a_changed_or_missing_file_is_found(home):
    manifest = publish_counts(**{"0114R001": 10})
    folder = path_of(manifest.id)
    facts = folder / "facts.duckdb"
    folder.chmod(0o700)
    facts.chmod(0o600)
    facts.write_bytes(facts.read_bytes()[:-1] + b"x")
    assert verify(manifest.id) == ["facts.duckdb"]
    facts.unlink()
    assert verify(manifest.id) == ["facts.duckdb"]


@pytest.mark.parametrize("name", ["import-0123456789", "../../etc", "demo-XYZ", "", "current"])
def test_a_version_that_is_not_there_is_refused(home, name):
    publish_counts(**{"0114R001": 10})
    for ask in (path_of, manifest_of, use, verify):
        with pytest.raises(VersionError, match="not"):
            ask(name)
    assert current() is not None


def test_a_manifest_of_another_version_is_refused(home):
    first, second = publish_counts(**{"0114R001": 10}), publish_counts(**{"0114R001": 11})
    folder = path_of(first.id)
    folder.chmod(0o700)
    (folder / "manifest.json").chmod(0o600)
    (folder / "manifest.json").write_bytes((path_of(second.id) / "manifest.json").read_bytes())
    with pytest.raises(VersionError, match=second.id):
        manifest_of(first.id)


def test_the_fingerprint_hangs_on_rows_and_not_on_how_they_are_stored(home, tmp_path):
    manifest = publish_counts(**{"0114R001": 10, "0114R002": 0, "1280R001": 5})
    again = tmp_path / "again.duckdb"
    with duckdb.connect(str(again)) as db:
        db.execute(f"ATTACH '{path_of(manifest.id) / 'facts.duckdb'}' AS old (READ_ONLY)")
        for table in TABLES:
            db.execute(f"CREATE TABLE {table.name} ({table.definition})")
            reverse = ", ".join(f"{column} DESC" for column in table.order)
            db.execute(
                f"INSERT INTO {table.name} SELECT * FROM old.{table.name} ORDER BY {reverse}"
            )
        db.execute("CHECKPOINT")
    assert content_hash(again, tmp_path) == manifest.content
    with duckdb.connect(str(again)) as db:
        db.execute("UPDATE cell SET num = 6 WHERE area = '1280R001'")
    assert content_hash(again, tmp_path) != manifest.content


@pytest.mark.parametrize("version", ["demo", "real"])
def test_stored_in_the_order_of_the_contract(version, request):
    db = request.getfixturevalue(version)
    for table in TABLES:
        order = ", ".join(table.order)
        stored = db.execute(f"SELECT {order} FROM {table.name} LIMIT 200000").fetchall()
        assert stored == sorted(stored), table.name
        columns = db.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", [table.name]
        )
        assert dict(columns.fetchall()) == dict(table.columns)
