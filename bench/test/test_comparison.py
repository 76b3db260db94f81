"""Tests of what the comparison makes of raw seconds, and of its tables: python3 -m unittest discover bench/test"""
import contextlib
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

BENCH = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(BENCH), str(BENCH / "peers")]

import compare
import comparison
import peer
import table
from comparison import Row, entry


def ours(workload, *rounds, flops=8e9, ceiling=16e9):
    row = {"flops": flops, "ceiling_flops_per_second": ceiling, "device_bytes": 600}
    return {workload: {"rounds": [list(seconds) for seconds in rounds], "row": row}}


def variant(*seconds, deviation=0.0, **more):
    return {"rounds": [list(seconds)], "deviation": deviation, **more}


class Entries(unittest.TestCase):
    row = Row("a step", "deep-wide", "step/deep-wide")

    def entry(self, theirs, device="cpu", row=row):
        return entry(row, "fp32", device, ours(row.workload, [1, 3], [1]), theirs)

    def test_the_median_is_that_of_all_rounds(self):
        found = self.entry({})
        self.assertEqual((found["median_seconds"], found["best_seconds"], found["per_second"]), (1, 1, 8e9))

    def test_the_ratio_is_to_the_fastest_that_agrees(self):
        found = self.entry({"pytorch": {"eager, SGD(foreach)": variant(4), "eager, by hand": variant(2, 3, 2),
                                        "compiled": variant(1, deviation=0.5), "broken": variant(1, deviation=None),
                                        "inaccurate: quick": variant(1)}})
        self.assertEqual((found["pytorch"]["variant"], found["pytorch"]["ratio"]), ("eager, by hand", 2))

    def test_a_target_is_held_against_the_variants_that_it_names(self):
        found = self.entry({"pytorch": {"eager, SGD(foreach)": variant(4), "eager, SGD(loop)": variant(3), "by hand": variant(0.5)}})
        ratio, ceiling = found["targets"]
        self.assertEqual((ratio["found"], ratio["variant"], ratio["met"]), (3, "eager, SGD(loop)", True))
        self.assertEqual((ceiling["found"], ceiling["met"]), (0.5, False))

    def test_a_target_without_its_variants_was_not_measured(self):
        found = self.entry({"pytorch": {"eager, SGD(foreach)": variant(4, peak_bytes=1000)}}, "cuda")
        ceiling, graph, memory = found["targets"]
        self.assertEqual((graph["found"], graph["met"]), (None, None))
        self.assertEqual((memory["found"], memory["met"]), (0.6, True))

    def test_factors_are_not_held_against_products(self):
        found = self.entry({}, row=Row("a step", "deep-wide", "step/deep-wide-factored"))
        self.assertEqual([target["target"] for target in found["targets"]], [">= 1x PyTorch's eager, SGD"])

    def test_what_measuring_adds(self):
        row = Row("measured", "measured", "with", "without")
        found = entry(row, "fp32", "cpu", ours("with", [1.25]) | ours("without", [1.0]),
                      {"jax": {"jit": variant(2), "jit, measured": variant(3)}})
        self.assertEqual((found["overhead"], found["jax"]), (0.25, {"overheads": {"jit": 0.5}}))
        self.assertEqual((found["targets"][0]["found"], found["targets"][0]["met"]), (0.25, False))

    def test_variants_that_disagree_are_named(self):
        variants = {"one": variant(1), "two": variant(1, deviation=0.5), "nan": variant(1, deviation=None),
                    "inaccurate: three": variant(1, deviation=9.0)}
        self.assertEqual(comparison.disagreements(variants, "deep-wide", "fp32"), ["two", "nan"])


class Agreement(unittest.TestCase):

    def test_the_worst_result_is_named(self):
        ours = {"loss": [2.0], "singular_values": [1.0, 4.0]}
        self.assertEqual(comparison.largest_deviation(ours, {"loss": [2.0], "singular_values": [4.0, 1.5]}),
                         ("singular_values", 0.125))
        self.assertEqual(comparison.largest_deviation(ours, {"loss": [4.0]}), ("loss", 0.5))

    def test_nan_never_agrees(self):
        name, largest = comparison.largest_deviation({"a": [float("nan")], "b": [1.0]}, {"a": [1.0], "b": [1.1]})
        self.assertFalse(largest <= 1e-4)

    def test_missing_numbers_are_refused(self):
        with self.assertRaises(ValueError):
            comparison.largest_deviation({"loss": [1.0, 2.0]}, {"loss": [1.0]})
        with self.assertRaises(ValueError):
            peer.deviation([1.0], [1.0, 2.0])


class Measuring(unittest.TestCase):

    def measure(self, makers):
        options = peer.Options({"theory": None}, ["theory", "--quick"])
        return peer.measure(makers, options, lambda operation: operation() and 0 or 6.0)

    def test_seconds_are_of_one_operation_and_scaled(self):
        found = self.measure({"all": lambda: peer.Variant(lambda: [2.0], operations=3),
                              "a tenth": lambda: peer.Variant(lambda: [1.0], operations=3, factor=10)})
        self.assertEqual([v["seconds"] for v in found["variants"].values()], [[2.0] * 3, [20.0] * 3])
        self.assertEqual(found["variants"]["a tenth"]["deviation"], 0.5)

    def test_a_variant_that_fails_stops_no_other(self):
        def fails():
            raise RuntimeError("no such thing\nat line 1")

        found = self.measure({"bad": fails, "good": lambda: peer.Variant(lambda: [2.0])})
        self.assertEqual((found["left_out"], list(found["variants"])), ({"bad": "RuntimeError: no such thing"}, ["good"]))

    def test_nan_is_no_deviation_that_json_holds(self):
        self.assertIsNone(peer.deviation([float("nan")], [1.0]))

    def test_sizes_that_a_task_does_not_have_are_refused(self):
        self.assertEqual(peer.Options({"moments": None}, ["moments", "--size", "samples=7"]).size["samples"], 7)
        with self.assertRaises(SystemExit):
            peer.Options({"moments": None}, ["moments", "--size", "depth=7"])


    def test_only_the_forms_that_are_named_run(self):
        makers = {name: lambda: peer.Variant(lambda: [2.0]) for name in ("eager", "compiled", "compiled, by hand")}
        for only, expected in {(): list(makers), ("compiled",): ["compiled"],
                               ("eager", "*, by hand"): ["eager", "compiled, by hand"]}.items():
            options = peer.Options({"theory": None}, ["theory", "--quick", *(f"--only={form}" for form in only)])
            self.assertEqual(list(peer.measure(makers, options, lambda operation: operation() and 1.0)["variants"]), expected)

    def test_a_brief_look_repeats_a_slow_variant_less(self):
        brief = peer.Options({"theory": None}, ["theory", "--brief"])
        self.assertLess(brief.patience, peer.PATIENCE_SECONDS)
        self.assertEqual(len(peer.repeat(peer.Variant(None), lambda _: 0.0, brief.repeats, patience=0)), peer.LEAST_REPEATS)


class OnASide(unittest.TestCase):
    """What a side that fails leaves of the comparison."""
    row = Row("a step, layer by layer", "deep-wide", "step/deep-wide")

    def measure(self, lamina, peer):
        with contextlib.redirect_stderr(io.StringIO()):
            raw = compare.measure("deep-wide", "fp32", [self.row], lamina, [peer], 2, compare.Watch())
            result = {"device": "cpu", "failed": {"deep-wide, fp32, JAX": "of before"},
                      **{key: {} for key in ("summary", "raw", "versions", "left_out", "disagreements")}}
            compare.add(result, "deep-wide", "fp32", [self.row], raw)
        return result

    def test_the_other_goes_on(self):
        lamina = mock.Mock()
        lamina.bench.return_value = ({"step/deep-wide": {"samples_seconds": [1.0], "flops": 8e9, "device_bytes": 600,
                                                         "ceiling_flops_per_second": 16e9}}, {})
        peer = mock.Mock(title="PyTorch")
        peer.task.side_effect = compare.Failure("out of memory")
        result = self.measure(lamina, peer)
        self.assertEqual(result["failed"], {"deep-wide, fp32, PyTorch": "out of memory"})
        self.assertEqual(result["summary"][self.row.name]["samples"], 2)

    def test_ours_too(self):
        lamina = mock.Mock()
        lamina.bench.return_value = ({}, {"step/deep-wide": "failed"})
        peer = mock.Mock(title="PyTorch")
        peer.name = "pytorch"
        peer.task.side_effect = lambda *_: {"variants": {"eager": {"seconds": [2.0], "deviation": 0.0}}, "left_out": {},
                                            "versions": {"torch": "2"}}
        result = self.measure(lamina, peer)
        self.assertEqual(result["failed"], {"deep-wide, fp32, Lamina": "step/deep-wide: failed"})
        self.assertEqual((result["summary"], result["versions"]), ({}, {"pytorch": {"torch": "2"}}))

    def test_disagreement_is_noted(self):
        result = {"failed": {}, "versions": {}, "agreement": {}}
        numbers = {"loss": [1.0], "singular_values": [1.0]}
        lamina, right, wrong, broken = mock.Mock(), mock.Mock(title="A"), mock.Mock(title="B"), mock.Mock(title="C")
        lamina.agreement.return_value = numbers | {"loss_factored": [1.0], "singular_values_direct": [1.0]}
        right.name = "a"
        right.agreement.return_value = numbers | {"versions": "1"}
        wrong.agreement.return_value = numbers | {"loss": [2.0], "versions": "1"}
        broken.agreement.side_effect = compare.Failure("no such module")
        with contextlib.redirect_stderr(io.StringIO()):
            compare.check_agreement(lamina, [broken, wrong, right], result)
        self.assertEqual(result["agreement"], {"a": 0.0})
        self.assertEqual(result["failed"]["agreement, C"], "no such module")
        self.assertIn("differs from Lamina in loss by 5.0e-01", result["failed"]["agreement, B"])

    def test_rows_by_name(self):
        other = Row("a step, factored", "deep-wide", "step/deep-wide-factored")
        self.assertEqual(compare.wanted([self.row, other], ["*factored", "eager*"]), [other])
        self.assertEqual(compare.wanted([self.row, other], ["eager*"]), [self.row, other])


class Budgets(unittest.TestCase):

    def test_what_has_no_time_left_is_ended_with_all_that_it_started(self):
        with tempfile.TemporaryDirectory() as folder:
            late = pathlib.Path(folder, "late")
            with self.assertRaisesRegex(compare.Failure, "time was over"):
                compare.Budget(0.3).run("sh", "-c", f"(sleep 1; touch {late}) & sleep 60")
            time.sleep(1.2)
            self.assertFalse(late.exists())
        with self.assertRaisesRegex(compare.Failure, "no time left"):
            compare.Budget(0).run("true")

    def test_the_last_words_say_why(self):
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaisesRegex(compare.Failure, "^no GPU$"):
            compare.Budget(None).run("sh", "-c", "echo first >&2; echo no GPU >&2; exit 3", stderr=subprocess.PIPE)
        self.assertEqual(compare.Budget(None).run("echo", "7", stdout=subprocess.PIPE), "7\n")


class Tables(unittest.TestCase):

    def test_every_recorded_comparison_can_be_shown(self):
        for result, file in table.newest(BENCH / "results"):
            self.assertIn(table.device_name(result), table.text(result))
            for made in (table.markdown, table.headlines):
                lines = [line for line in made(result, file).splitlines() if line.startswith("|")]
                self.assertEqual({line.count("|") for line in lines}, {lines[0].count("|")})

    def test_the_headlines_are_rows_of_the_whole_table(self):
        for result, files in table.newest(BENCH / "results"):
            if result.get("device", "cpu") == "cpu":
                rows = [name for name, _ in table.shown(result)]
                self.assertEqual([name for name in rows if name in table.HEADLINES], table.HEADLINES)
            self.assertEqual(len(table.headlines(result, files).splitlines()),
                             4 + sum(name in table.HEADLINES for name, _ in table.shown(result)))

    def test_a_later_part_replaces_its_rows_of_the_same_machine(self):
        def result(date, model, rows):
            return {"date": date, "machine": {"cpu": {"model": model}}, "summary": rows}

        with tempfile.TemporaryDirectory() as folder:
            for name, document in {
                "old": result("2026-01-01", "A", {"step": 1, table.WHOLE: 1}),
                "whole": result("2026-01-02", "A", {"step": 2, "moments": 2, table.WHOLE: 2}),
                "part": result("2026-01-03", "A", {"step": 3}),
                "elsewhere": result("2026-01-04", "B", {"moments": 4}),
            }.items():
                (pathlib.Path(folder) / f"{name}.json").write_text(json.dumps(document))
            [(found, files)] = table.newest(pathlib.Path(folder))
        self.assertEqual(found["summary"], {"step": 3, "moments": 2, table.WHOLE: 2})
        self.assertEqual([file.stem for file in files], ["whole", "part"])

    def test_only_what_is_between_the_markers_changes(self):
        text = f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n"
        self.assertEqual(table.with_table("README.md", text, ["new\n"]),
                         f"before\n{table.BEGIN}\n\nnew\n\n{table.END}\nafter\n")
        with self.assertRaisesRegex(SystemExit, "README.md needs the two lines"):
            table.with_table("README.md", "no markers", [])

    def test_numbers_have_three_digits(self):
        self.assertEqual([table.time_text(s) for s in (1.6255e-5, 0.09305, 0.197, 12.34)], ["16.3 us", "93 ms", "197 ms", "12.3 s"])


if __name__ == "__main__":
    unittest.main()
