"""Reading tables: a broken row is an error, not a shifted column."""

from pathlib import Path

import pytest

from zhupei.pure.reference import files


def test_a_row_of_another_width_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bases" / "data").mkdir(parents=True)
    (tmp_path / "bases" / "data" / "broken.tsv").write_text("code\tname\n01\ta\n02\n", "utf-8")
    monkeypatch.setattr(files, "_PACKAGE", tmp_path)
    with pytest.raises(ValueError, match="line 3: 1 cells, 2 expected"):
        files.table("bases", "broken.tsv")


@pytest.mark.parametrize("app", ["dossiers", "bases", "world"])
def test_every_data_file_is_clean_and_described(app: str) -> None:
    folder = files.path(app, "README.md").parent
    readme = (folder / "README.md").read_text("utf-8")
    for file in sorted(folder.iterdir()):
        text = file.read_bytes().decode("utf-8")
        assert "\r" not in text
        assert "\ufeff" not in text
        assert text.endswith("\n")
        if file.suffix == ".tsv":
            rows = files.table(app, file.name)
            assert all(cell == cell.strip() for row in rows for cell in row.values()), file
        if file.name != "README.md":
            assert f"`{file.name}`" in readme, file.name


def test_several() -> None:
    assert files.several("") == ()
    assert files.several("甲|乙") == ("甲", "乙")
