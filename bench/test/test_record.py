"""Tests of the record on a GPU, without one: python3 -m unittest discover bench/test"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import types
import unittest
import zipfile
from unittest import mock

BENCH = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(BENCH), str(BENCH / "peers"), str(BENCH / "gpu")]

import commands
import facts
import item
import kernels
import kit
import ledger
import part_first
import part_ours
import part_peers
import part_right
import part_sanitizer
import record


class InAFolder(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.log = ledger.Log(self.folder / "record.log")


class Items(InAFolder):

    def attempt(self, action, limit=5, seconds_left=5):
        return item.Item("an item", 1, limit, action).attempt(None, self.log, seconds_left)

    def shell(self, script, **more):
        return self.attempt(lambda attempt: attempt.last_line("sh", "-c", script), **more)

    def test_the_last_line_with_words_is_the_note(self):
        found = self.shell("echo first; echo last; echo")
        self.assertEqual((found["verdict"], found["note"]), ("pass", "last"))

    def test_one_that_fails_says_why(self):
        found = self.shell("echo first; echo no such device >&2; exit 7")
        self.assertEqual((found["verdict"], found["note"]), ("fail", "no such device"))
        self.assertEqual(self.shell("exit 7")["note"], "sh ended with 7")

    def test_one_that_hangs_is_ended_with_all_that_it_started(self):
        late = self.folder / "late"
        # Another group in the same session, as shells with job control and compare.py make them.
        script = f"set -m; (sleep 1; touch {late}) & sleep 60"
        found = self.attempt(lambda attempt: attempt.run("bash", "-c", script), limit=0.3)
        self.assertEqual((found["verdict"], found["note"]), ("timeout", "it took longer than 0 s"))
        time.sleep(1.2)
        self.assertFalse(late.exists())

    def test_what_is_left_of_the_whole_ends_an_item_too(self):
        self.assertEqual(self.shell("sleep 2", limit=60, seconds_left=0.2)["verdict"], "timeout")
        self.assertEqual(self.shell("true", seconds_left=0)["note"], "there was no time left for it")

    def test_what_was_found_before_it_failed_stays(self):
        def action(attempt):
            attempt.figures["seconds"] = 2
            attempt.predicted("rate", "1 to 2", None)
            raise ValueError("no number")

        found = self.attempt(action)
        self.assertEqual((found["verdict"], found["note"], found["figures"]), ("fail", "ValueError: no number", {"seconds": 2}))
        self.assertEqual(found["predictions"], [{"what": "rate", "predicted": "1 to 2", "seen": None}])

    def test_rehearsals_name_faults(self):
        with mock.patch.dict(os.environ, {item.FAULTS: "an item=fail,another=hang"}):
            self.assertEqual(self.attempt(lambda attempt: "done")["note"], "made to fail")
        with mock.patch.dict(os.environ, {item.FAULTS: "another=fail"}):
            self.assertEqual(self.attempt(lambda attempt: "done")["note"], "done")
        with mock.patch.dict(os.environ, {item.FAULTS: "an item=hang"}), mock.patch.object(item, "FAULT_SECONDS", 0.2):
            self.assertEqual(self.attempt(lambda attempt: "done", limit=60, seconds_left=60)["verdict"], "timeout")

    def test_output_to_a_file_is_in_the_log_too(self):
        out = self.folder / "out"
        self.attempt(lambda attempt: attempt.run("sh", "-c", "echo a warning >&2; echo words", to=out))
        self.assertEqual(out.read_text(), "words\n")
        self.assertIn("\na warning\nwords\n", self.log.path.read_text())

    def test_a_file_that_was_cut_off_holds_nothing(self):
        part = self.folder / "part"
        part.write_text('{"a": ')
        self.assertEqual((item.readable(part), item.readable(self.folder / "none")), ({}, {}))

    def test_children_do_not_outlive_whoever_is_killed(self):
        late = self.folder / "late"
        program = ("import sys, time; import commands;"
                   f"commands.start(['python3', '-c', 'import time; time.sleep(1); open(\"{late}\", \"w\")'], None);"
                   "print(1, flush=True); time.sleep(60)")
        parent = subprocess.Popen([sys.executable, "-c", program], cwd=BENCH / "gpu", stdout=subprocess.PIPE)
        parent.stdout.readline()
        parent.send_signal(signal.SIGKILL)
        parent.communicate()
        time.sleep(1.5)
        self.assertFalse(late.exists())


class Ledgers(InAFolder):
    head = {"commit": "abc", "finished": None, "device_name": "a GPU"}

    def test_each_item_is_on_disk_at_once(self):
        kept = ledger.Ledger(self.folder, dict(self.head))
        found = {"name": "moments", "verdict": "pass", "seconds": 2.0, "note": "quick", "figures": {},
                 "predictions": [{"what": "rate", "predicted": "1 to 2", "seen": 1.2345}]}
        kept.add(found)
        read = lambda: json.loads((self.folder / "record.json").read_text())
        self.assertEqual((read()["verdict"], read()["items"]), ("pass", [found]))
        kept.add({**found, "name": "slow", "verdict": "timeout", "predictions": []})
        self.assertEqual(read()["verdict"], "fail")
        lines = (self.folder / "record.txt").read_text().splitlines()
        self.assertEqual(lines[1].strip(), "rate: 1.23, predicted 1 to 2")
        self.assertEqual(lines[-1], "2 items: 1 passed, 0 failed, 1 took too long, 0 skipped; a GPU, commit abc, not finished")
        self.assertEqual({file.name for file in self.folder.iterdir()}, {"record.json", "record.txt", "record.log"})

    def test_half_a_file_takes_no_place(self):
        file = self.folder / "record.json"
        file.write_text("whole")
        with mock.patch("os.fsync", side_effect=OSError("full")), self.assertRaises(OSError):
            ledger.replace(file, "half")
        self.assertEqual(file.read_text(), "whole")


class Parts(unittest.TestCase):

    def test_estimates_leave_room(self):
        of = lambda *parts: sum(one.estimate for part in parts for one in
                                [part_first.DOCTOR, *part_first.SMOKE] * (part == "first") + record.PARTS.get(part, []))
        self.assertLess(of("first", "ours"), record.SECONDS["ours"])
        self.assertLess(of("first", "right", "peers"), record.SECONDS["right"] + record.SECONDS["peers"])
        self.assertLess(of("sanitizer"), record.SECONDS["sanitizer"])
        self.assertEqual([record.parse([f"--part={part}" for part in parts] + ["out"]).seconds
                          for parts in (["ours"], ["right", "peers"], ["all"])], [240, 400, 900])

    def test_names_can_be_named(self):
        items = [part_first.DOCTOR, *part_first.SMOKE, *(one for part in record.PARTS.values() for one in part)]
        self.assertEqual(len({one.name for one in items}), len(items))
        self.assertFalse([one.name for one in items if set(one.name) & set(",=")])
        self.assertFalse([one.name for one in items if one.estimate >= one.limit])

    def test_seconds_and_parts(self):
        options = record.parse(["--part", "peers", "--part", "right", "out"])
        self.assertEqual((options.parts, options.seconds), (["right", "peers"], 400))
        self.assertEqual(record.parse(["--seconds", "30", "out"]).parts, list(record.PARTS))
        with mock.patch.dict(os.environ, {"LAMINA_SOFTCUDA": "1"}):
            self.assertTrue(record.parse(["out"]).small)


class Figures(InAFolder):

    def bench(self, rows, names):
        """An attempt at timing, whose `lamina bench` leaves these rows."""
        def run(*command, **_):
            (self.folder / "bench.json").write_text(json.dumps({"results": rows}))

        attempt = item.Attempt(types.SimpleNamespace(small=False, work=self.folder, lamina="lamina", device="cuda"), self.log, 5)
        attempt.run = run
        found = []
        note = part_ours.bench(*(lambda sizes, name=name: name for name in names),
                               then=lambda attempt, rows: found.extend(rows))(attempt)
        return attempt.figures, note, found

    def test_shares_of_the_ceiling_of_the_same_run(self):
        row = {"name": "moments/a", "seconds": 2.0, "samples_seconds": [2.0], "bytes": 8.0, "bytes_per_second": 4.0,
               "ceiling_bytes_per_second": 5.0}
        ceiling = {**row, "name": "ceiling/copy", "bytes_per_second": 5.0}
        figures, note, found = self.bench([ceiling, row], ["moments/a", "moments/b"])
        self.assertEqual(figures["moments/a"]["share_of_ceiling"], 0.8)
        self.assertNotIn("share_of_ceiling", figures["ceiling/copy"])
        self.assertEqual(note, "moments/a 2 s (80 % of the ceiling)")
        self.assertEqual((part_ours.share(found[0]), found[1], part_ours.ratio(*found)), (0.8, None, None))

    def test_a_ceiling_that_was_not_measured_makes_no_share(self):
        row = {"name": "a", "seconds": 2.0, "samples_seconds": [2.0], "flops_per_second": 4.0,
               "ceiling_flops_per_second": float("nan")}
        self.assertNotIn("share_of_ceiling", part_ours.figures(row))

    def test_ratios_to_one_form(self):
        attempt = item.Attempt(None, self.log, 5)
        document = {"raw": {"deep-narrow, fp32": {"lamina": {"step/a": {}, "step/c": {}}}},
                    "summary": {"a step, layer by layer": {"workload": "step/c", "median_seconds": 4.0,
                                                           "pytorch": {"median_seconds_of_all": {"eager": 4.0}}},
                                "a step, factored": {"workload": "step/a", "median_seconds": 2.0,
                                                     "pytorch": {"median_seconds_of_all": {"eager": 3.0}}},
                                "another": {"workload": "step/b", "median_seconds": 1.0}},
                    "failed": {"deep-narrow, fp32, JAX": "no GPU", "moments, fp32, JAX": "no GPU"}, "left_out": {}}
        part_peers.ratios(attempt, document, "deep-narrow, fp32", [("eager", "2", "pytorch", "eager", "layer by layer"),
                                                                   ("graph", "1", "pytorch", "graph", "factored")])
        self.assertEqual(list(attempt.figures["rows"]), ["a step, layer by layer", "a step, factored"])
        self.assertEqual(attempt.figures["failed"], {"deep-narrow, fp32, JAX": "no GPU"})
        self.assertEqual([prediction["seen"] for prediction in attempt.predictions], [1.0, None])

    def test_memory_that_is_not_given_back(self):
        for after, verdict in ("110 MiB", "pass"), ("200 MiB", "fail"), ("[N/A]", "skipped"):
            device = types.SimpleNamespace(gpu_before={"memory.used": "100 MiB"})
            with mock.patch.object(facts, "gpu_state", return_value={"memory.used": after}):
                found = item.Item("memory", 1, 5, part_right.memory).attempt(device, self.log, 5)
            self.assertEqual(found["verdict"], verdict)


class Bundles(InAFolder):

    def setUp(self):
        super().setUp()
        (self.folder / "commit").write_text("abc\n")
        with mock.patch.dict(os.environ, {"LAMINA_BUNDLE": str(self.folder)}):
            self.kit = kit.Kit("cuda", False, self.folder / "work")
        self.kit.run = lambda attempt, run, device: f"{run} on the {device}"
        self.brought = self.folder / "resources/reference"
        (self.brought / "theory-fp64").mkdir(parents=True)

    def reference(self, run):
        return self.kit.reference(types.SimpleNamespace(log=self.log), run)

    def test_results_that_were_brought_along_are_used_if_they_are_of_this_commit(self):
        self.assertEqual(self.reference("theory-fp64"), "theory-fp64 on the cpu")
        (self.brought / "commit").write_text("other\n")
        self.assertEqual(self.reference("theory-fp64"), "theory-fp64 on the cpu")
        self.assertIn("of another commit", self.log.path.read_text())
        (self.brought / "commit").write_text("abc\n")
        self.assertEqual(self.reference("theory-fp64"), self.brought / "theory-fp64")
        self.assertEqual(self.reference("theory-fp32"), "theory-fp32 on the cpu")

    def test_kernels_are_named_by_their_sources(self):
        sources = BENCH.parent / "kernels"
        with zipfile.ZipFile(self.folder / "lamina.jar", "w") as jar:
            for source in sources.iterdir():
                jar.write(source, f"kernels/{source.name}")
        names = part_sanitizer.kernels(self.folder)
        self.assertTrue({"resident", "chunk_sums", "fill"} <= set(names))
        self.assertFalse([name for name in names if name.startswith("__")])


class Facts(unittest.TestCase):

    def test_emulation_is_told_and_switched_off(self):
        with mock.patch.dict(os.environ, {"CUBLAS_EMULATE_SINGLE_PRECISION": "1", "PYTHON": sys.executable}):
            self.assertEqual(facts.gather()["emulation_switches_unset"], {"CUBLAS_EMULATE_SINGLE_PRECISION": "1"})
            self.assertNotIn("CUBLAS_EMULATE_SINGLE_PRECISION", os.environ)

    def test_libraries_are_those_that_are_loaded(self):
        named = lambda name: bool(facts.CUDA_LIBRARIES.match(name))
        self.assertTrue(all(map(named, ("libcublas.so.13", "libcublasLt.so.13", "libnvrtc.so.13", "libnvJitLink.so.13"))))
        self.assertFalse(any(map(named, ("libcudnn.so.9", "libcufft.so.12", "libcublas.so"))))


class BroughtKernels(InAFolder):
    def bundle(self, *images):
        folder = self.folder / "bundle/resources"
        folder.mkdir(parents=True)
        with tarfile.open(folder / "kernels.tar.xz", "w:xz") as archive:
            for name, text in [*((f"{image}.cubin", "brought") for image in images), ("nvrtc", "13.0\n")]:
                (self.folder / name).write_text(text)
                archive.add(self.folder / name, f"kernels/{name}")
        return self.folder / "bundle"

    def test_images_lie_where_lamina_looks_and_what_it_adds_is_counted(self):
        with mock.patch.dict(os.environ, {"XDG_CACHE_HOME": str(self.folder / "cache")}):
            cache = self.folder / "cache/lamina/kernels"
            cache.mkdir(parents=True)
            (cache / "b.cubin").write_text("the user's own")
            found = kernels.Kernels(self.bundle("a", "b"), self.folder)
            self.assertEqual([(cache / "a.cubin").read_text(), (cache / "b.cubin").read_text()], ["brought", "the user's own"])
            self.assertEqual(found.compiled(), 0)
            (cache / "c.cubin").write_text("new")
            self.assertEqual(found.compiled(), 1)

    def test_they_are_of_use_to_their_own_compiler_only(self):
        with mock.patch.dict(os.environ, {"XDG_CACHE_HOME": str(self.folder / "cache")}):
            found = kernels.Kernels(self.bundle("a"), self.folder)
        for version, verdict in (("13.0", "used"), ("12.6", "not used: all are compiled here")):
            with mock.patch.object(kernels, "version", return_value=version):
                self.assertEqual(found.use(["/x/libcublas.so.13", "/x/libnvrtc.so.13"]),
                                 f"1 of NVRTC 13.0 were brought, and this machine has {version}: {verdict}")
        self.assertIn("none that was found", found.use([]))

    def test_without_any_they_are_compiled_where_nobody_keeps_them(self):
        environment = {name: value for name, value in os.environ.items() if name != "XDG_CACHE_HOME"}
        with mock.patch.dict(os.environ, environment, clear=True):
            found = kernels.Kernels(self.folder / "nothing", self.folder)
            self.assertEqual(found.cache, self.folder / "cache/lamina/kernels")
        self.assertIn("none were brought", found.use([]))

    def test_a_damaged_archive_ends_nothing(self):
        bundle = self.bundle("a")
        (bundle / "resources/kernels.tar.xz").write_bytes(b"no archive")
        with mock.patch.dict(os.environ, {"XDG_CACHE_HOME": str(self.folder / "cache")}):
            found = kernels.Kernels(bundle, self.folder)
        self.assertIn("cannot be unpacked", found.use([]))


if __name__ == "__main__":
    unittest.main()
