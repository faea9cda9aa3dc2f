"""npm: the machine's own, or the one of the Python package."""

import subprocess

import pytest

from carehomes.embedded import npm


def test_own_npm_serves_where_its_node_is_new_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npm.shutil, "which", lambda name: f"/opt/node/{name}")
    monkeypatch.setattr(npm, "_node_version", lambda: npm.OLDEST_NODE)
    assert npm.npm_command()[0] == ["/opt/node/npm"]


@pytest.mark.parametrize(("which", "version"), [(None, 0), ("/usr/bin/npm", npm.OLDEST_NODE - 2)])
def test_packaged_npm_serves_where_there_is_none_or_an_old_one(
    monkeypatch: pytest.MonkeyPatch, which: str | None, version: int
) -> None:
    monkeypatch.setattr(npm.shutil, "which", lambda name: which)
    monkeypatch.setattr(npm, "_node_version", lambda: version)
    command, folder = npm.npm_command()
    assert (folder / "node").exists()
    done = subprocess.run(
        [*command, "--version"], env={"PATH": str(folder)}, capture_output=True, text=True, check=True
    )
    assert int(done.stdout.split(".")[0]) >= 10


def test_node_trusts_the_certificates_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packaged Node brings its own list, with which nothing can be fetched behind a proxy that inspects."""
    became: list[list[str]] = []
    monkeypatch.setattr(npm.os, "environ", {"PATH": "/usr/bin"})
    monkeypatch.setattr(npm.os, "execvp", lambda program, words: became.append(words))
    npm.main(["ci"])
    assert became[0][-1] == "ci"
    assert npm.os.environ["NODE_USE_SYSTEM_CA"] == "1"


def test_neither_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npm.shutil, "which", lambda name: None)
    monkeypatch.setattr(npm.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="run 'make env'"):
        npm.npm_command()


@pytest.mark.parametrize(("said", "version"), [("v22.11.0\n", 22), ("nothing", 0)])
def test_version_of_node(monkeypatch: pytest.MonkeyPatch, said: str, version: int) -> None:
    done = subprocess.CompletedProcess(["node"], 0, stdout=said)
    monkeypatch.setattr(npm.subprocess, "run", lambda *args, **kwargs: done)
    assert npm._node_version() == version
