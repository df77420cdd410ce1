"""theano-lite weights: what it writes, says and returns."""

import gzip
import pickle

import numpy as np
import pytest

import theano_lite as theano
from theano_lite.cli.main import main


def weights(capsys, *arguments):
    status = main(["weights", *map(str, arguments)])
    printed, said = capsys.readouterr()
    return status, printed, said


def test_one_array_is_one_array_and_lands_beside_the_pickle(tmp_path, capsys):
    (tmp_path / "old.pkl").write_bytes(pickle.dumps(theano.shared(1.0, "w"), 2))
    out = tmp_path / "old.npz"
    assert weights(capsys, tmp_path / "old.pkl") == (0, f"w: float64[]\n1 array written to {out}\n", "")
    assert np.load(out)["w"] == 1


def test_a_packed_pickle_loses_both_endings(tmp_path, capsys):
    (tmp_path / "mnist.pkl.gz").write_bytes(gzip.compress(pickle.dumps([np.ones(2), np.ones(3)])))
    assert weights(capsys, tmp_path / "mnist.pkl.gz")[1].endswith(f"2 arrays written to {tmp_path / 'mnist.npz'}\n")


def test_the_output_has_the_name_that_was_given(tmp_path, capsys):
    (tmp_path / "old.pkl").write_bytes(pickle.dumps({"file": np.ones(2)}))
    assert weights(capsys, tmp_path / "old.pkl", "-o", tmp_path / "out")[0] == 0
    assert np.load(tmp_path / "out")["file"].tolist() == [1, 1]


@pytest.mark.parametrize("content, message", [
    (pickle.dumps({"a": 1}), "x.pkl holds no arrays; no file was written"),
    (b"hello", "x.pkl is not a pickle, or not a whole one: "),
    (b"cos\nsystem\n(Vtrue\ntR.", "the pickle wants to call os.system, which is not on the list of what may be called "
                                  "(--skip-calls takes the arrays without calling it)"),
    (b"c__builtin__\nbytearray\n(I100000000000\ntR.", "the pickle wants bytearray of 100000000000"),
    (b"cnumpy\nndarray\n((I1000000000000000\nttR.", "x.pkl cannot be read: "),
    (b"cnumpy\ndtype\n(Vnothing\ntR.", "x.pkl cannot be read: TypeError: "),
    (b"ca\nb\x1b[31m\n(tR.", "wants to call a.b\\x1b[31m,"), (b"", "x.pkl is empty"),
    (b"(" * 50000 + b"t" * 49999 + b"}(t\x86.", "x.pkl"),
])
def test_files_without_arrays_say_what_is_wrong_and_nothing_is_written(tmp_path, capsys, content, message):
    (tmp_path / "x.pkl").write_bytes(content)
    status, printed, said = weights(capsys, tmp_path / "x.pkl")
    assert (status, printed) == (1, "") and message in said and said.startswith("theano-lite weights: ")
    assert [path.name for path in tmp_path.iterdir()] == ["x.pkl"]


def test_calls_can_be_skipped(tmp_path, capsys):
    (tmp_path / "x.pkl").write_bytes(b"(cos\nmkdir\n(V" + str(tmp_path / "ran").encode() + b"\ntRcnumpy\nfloat64\n(tRl.")
    assert weights(capsys, tmp_path / "x.pkl")[0] == 1
    status, printed, _ = weights(capsys, "--skip-calls", tmp_path / "x.pkl")
    assert status == 0 and printed.startswith("1: float64[]") and not (tmp_path / "ran").exists()


def test_folders_and_places_that_cannot_be_written_are_named(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert weights(capsys, ".") == (1, "", "theano-lite weights: [Errno 21] Is a directory: '.'\n")
    (tmp_path / "x.pkl").write_bytes(pickle.dumps(np.ones(2)))
    assert "nowhere" in weights(capsys, "x.pkl", "-o", "nowhere/x.npz")[2]
    assert weights(capsys, "x.pkl", "-o", "x.pkl") == (
        1, "", "theano-lite weights: the arrays would take the place of x.pkl; name another file by -o\n")
