"""Whether a rehearsal of the record left what it should; bench/gpu/rehearse.sh calls it."""
import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "gpu"))

import record

FIRST = [record.part_first.DOCTOR, *record.part_first.SMOKE]
MOST_FILES = 8


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("state", choices=["whole", "cut"])
    parser.add_argument("--fail", action="append", default=[])
    parser.add_argument("--timeout", action="append", default=[])
    parser.add_argument("--diagnosis", action="store_true", help="it ran in place of the parts")
    options = parser.parse_args(arguments)
    found = json.loads((options.folder / "record.json").read_text())
    verdicts = {item["name"]: item["verdict"] for item in found["items"]}
    of = lambda verdict: [name for name, its in verdicts.items() if its == verdict]
    expect("what failed", of("fail"), options.fail)
    expect("what took too long", of("timeout"), options.timeout)
    if options.state == "cut":
        expect("when it was finished", found["finished"], None)
        expect("the first items", list(verdicts)[:3], [item.name for item in FIRST][:3])
        return
    parts = [item.name for part in found["parts"] for item in record.PARTS[part]]
    diagnosis = [name for name in verdicts if name.startswith("diagnosis ")]
    expect("the items", list(verdicts), [item.name for item in FIRST] + diagnosis + parts)
    expect("whether there was a diagnosis", len(diagnosis) > 10, options.diagnosis)
    if options.diagnosis:
        expect("the verdicts of the parts", {verdicts[name] for name in parts}, {"skipped"})
    expect("items without words", [item["name"] for item in found["items"] if not item["note"]], [])
    expect("items without figures", [item["name"] for item in found["items"] if item["part"] == "ours" and not item["figures"]
                                     and item["verdict"] == "pass"], [])
    files = sorted(options.folder.iterdir())
    expect("files too many", files[MOST_FILES:], [])
    expect("folders", [file for file in files if not file.is_file()], [])
    expect("when it was finished", bool(found["finished"]), True)


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"rehearsed: {what}: {found}, and not {wanted}")


if __name__ == "__main__":
    main(sys.argv[1:])
