"""The decoding child: warm, limited in memory and time, replaced after a crash, one at a time, nothing inherited."""

import io
import os
import signal
import struct
import threading
import zlib

import pytest
from PIL import Image

from tests.pure.scans.corpus.hostile_pdfs import pages as blank_pages
from tests.pure.scans.corpus.hostile_pdfs import written
from zhupei.pure.child.patience import _processor_seconds as processor_seconds
from zhupei.pure.portrait import PortraitLimits, PortraitReport, Repair
from zhupei.pure.scans import Accepted, Decoder, Rejected, UploadLimits, accept
from zhupei.pure.scans.results import MEGABYTE
from zhupei.world.drawn import portrait_jpeg


@pytest.fixture(scope="module")
def portrait():
    return portrait_jpeg(7)


@pytest.fixture
def decoder():
    with Decoder(seconds=20) as made:
        yield made


def ask(decoder, data, **limits):
    return decoder.accept(data, declared_name="照片.jpg", limits=UploadLimits(**limits), kind="document")


def child_of(decoder):
    decoder.warm()
    return decoder._process.pid


def wide_png(width, height):
    chunks = []
    for kind, body in (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes((width * 4 + 1) * height), 1)),
        (b"IEND", b""),
    ):
        chunks.append(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_the_child_answers_what_the_function_answers(decoder, portrait):
    direct = accept(portrait, declared_name="照片.jpg", limits=UploadLimits(), kind="document")
    assert ask(decoder, portrait) == direct
    assert isinstance(direct, Accepted)


def test_refusals_cross_the_pipe(decoder):
    assert ask(decoder, b"GIF89a" + bytes(20)).code == "type"
    assert ask(decoder, b"").code == "empty"
    assert ask(decoder, bytes(2000), max_bytes=1000).code == "type"


def test_findings_and_pages_cross_the_pipe(decoder, portrait):
    out = io.BytesIO()
    Image.open(io.BytesIO(portrait)).save(out, "PDF")
    answer = decoder.accept(out.getvalue(), declared_name="a.jpg", limits=UploadLimits(), kind="document")
    assert len(answer.pages) == 1 and answer.media_type == "application/pdf"
    assert [finding.code for finding in answer.findings] == ["renamed"]


def test_portraits_are_verified_in_the_child(decoder, portrait):
    report = decoder.verify(portrait, PortraitLimits())
    assert isinstance(report, PortraitReport) and report.verdict == "pass"
    assert decoder.verify(b"nonsense", PortraitLimits()).checks[0].verdict == "fail"


def test_one_child_serves_many_files(decoder, portrait):
    first = child_of(decoder)
    for _ in range(3):
        ask(decoder, portrait)
    assert child_of(decoder) == first


def test_a_killed_child_is_replaced(decoder, portrait):
    first = child_of(decoder)
    os.kill(first, signal.SIGKILL)
    decoder._process.wait()
    assert isinstance(ask(decoder, portrait), Accepted)
    assert child_of(decoder) != first


def dies_at_work(pid):
    os.kill(pid, signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()


def test_a_child_that_dies_over_its_first_file_costs_that_file(portrait):
    with Decoder() as decoder:
        dies_at_work(child_of(decoder))
        assert ask(decoder, portrait).code == "crashed"
        assert isinstance(ask(decoder, portrait), Accepted)


def test_what_other_files_have_left_in_a_child_costs_no_file(portrait):
    with Decoder() as decoder:
        first = child_of(decoder)
        assert isinstance(ask(decoder, portrait), Accepted)
        dies_at_work(first)
        assert isinstance(ask(decoder, portrait), Accepted)
        assert child_of(decoder) != first


def test_a_child_that_has_grown_makes_way(portrait):
    with Decoder(memory=30 * MEGABYTE) as decoder:
        children = set()
        for _ in range(3):
            children.add(child_of(decoder))
            assert isinstance(ask(decoder, portrait), Accepted)
            decoder._process.wait(timeout=5)
        assert len(children) == 3


def test_a_child_that_hangs_is_killed(portrait):
    with Decoder(seconds=0.05) as decoder:
        first = child_of(decoder)
        os.kill(first, signal.SIGSTOP)
        answer = ask(decoder, portrait)
        assert answer == Rejected("timeout", "文件处理超过 0.05 秒，请缩小或另存后重新上传")
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)


@pytest.mark.slow
def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_one_served(portrait):
    with Decoder(memory=200 * MEGABYTE, seconds=20) as decoder:
        first = child_of(decoder)
        assert ask(decoder, wide_png(7000, 5500)).code == "out_of_memory"
        assert isinstance(ask(decoder, portrait), Accepted)
        assert child_of(decoder) != first


@pytest.mark.slow
def test_the_largest_allowed_picture_fits_the_memory(decoder):
    answer = ask(decoder, wide_png(7200, 5500))
    assert isinstance(answer, Accepted) and answer.width == 3000


def test_the_child_inherits_no_environment(decoder, monkeypatch):
    monkeypatch.setenv("ZHUPEI_SECRET_FOR_TEST", "do-not-pass-on")
    pid = child_of(decoder)
    with open(f"/proc/{pid}/environ", "rb") as environment:
        assert b"do-not-pass-on" not in environment.read()


def test_threads_take_turns(decoder, portrait):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(ask(decoder, portrait))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6 and all(answer == answers[0] and isinstance(answer, Accepted) for answer in answers)


def test_a_worn_child_is_replaced(portrait):
    with Decoder(recycle_after=2) as decoder:
        first = child_of(decoder)
        ask(decoder, portrait)
        assert child_of(decoder) == first
        ask(decoder, portrait)
        assert child_of(decoder) != first


def test_closing_ends_the_child_and_a_later_file_starts_one(decoder, portrait):
    first = child_of(decoder)
    decoder.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert isinstance(ask(decoder, portrait), Accepted)


@pytest.mark.slow
def test_portraits_are_repaired_in_the_child(decoder):
    answer = decoder.repair(portrait_jpeg(7, background=231), PortraitLimits())
    assert isinstance(answer, Repair) and answer.report.verdict == "pass"
    assert decoder.verify(answer.content, PortraitLimits()).verdict == "pass"
    refused = decoder.repair(b"nonsense", PortraitLimits())
    assert refused.content is None and refused.reasons


def drawn_slowly(*, pages, strokes):
    """A PDF whose pages each take a while to draw."""
    pdf = blank_pages(pages)
    for page in pdf.pages:
        page.Contents = pdf.make_stream(b"1 0 0 RG 9 w 0 0 m 300 400 l S 300 0 m 0 400 l S " * strokes)
    return written(pdf)


def test_a_long_document_has_time_for_each_page():
    limits, seconds = UploadLimits(), 1.5
    with Decoder(seconds=seconds) as decoder:
        decoder.warm()
        started = processor_seconds(child_of(decoder))
        answer = decoder.accept(
            drawn_slowly(pages=20, strokes=150), declared_name="a.pdf", limits=limits, kind="document"
        )
        spent = processor_seconds(child_of(decoder)) - started
    assert isinstance(answer, Accepted) and len(answer.pages) == 20
    assert spent > seconds, "the document was done too soon to tell"


def test_no_page_has_time_without_end():
    with Decoder(seconds=0.3) as decoder:
        answer = decoder.accept(
            drawn_slowly(pages=1, strokes=1500), declared_name="a.pdf", limits=UploadLimits(), kind="document"
        )
    assert answer.code == "timeout"
