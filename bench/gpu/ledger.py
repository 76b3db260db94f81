"""What is left of a recording at any moment: record.json, record.txt and record.log."""
import json
import os
import pathlib
import time


class Log:
    """Everything that was printed, in order."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.path.write_text("")

    def write(self, text):
        with open(self.path, "a") as file:
            file.write(text if not text or text.endswith("\n") else text + "\n")

    def end(self):
        return self.path.stat().st_size

    def last_line(self, begin):
        """The last line with words in it after a place; those of commands, which begin with a dollar, are ours."""
        with open(self.path, "rb") as file:
            file.seek(begin)
            lines = file.read().decode(errors="replace").splitlines()
        return next((line.strip()[:300] for line in reversed(lines) if line.strip() and not line.startswith("$ ")), "")


class Ledger:
    """The results so far. After each item they are on disk, whole: whoever ends us by force has what was done."""

    def __init__(self, folder, head):
        self.folder, self.head, self.items = pathlib.Path(folder), head, []
        self.begin = time.monotonic()
        self.write()

    def add(self, item):
        self.items.append(item)
        self.write()

    def count(self, *verdicts):
        return sum(item["verdict"] in verdicts for item in self.items)

    def failed(self):
        return self.count("fail", "timeout") > 0

    def write(self):
        document = {"verdict": "fail" if self.failed() else "pass", **self.head,
                    "seconds": round(time.monotonic() - self.begin, 1), "items": self.items}
        replace(self.folder / "record.json", json.dumps(document, indent=1) + "\n")
        replace(self.folder / "record.txt", self.table())

    def table(self):
        lines = []
        for item in self.items:
            lines.append(f"{item['verdict']:<8} {item['seconds']:6.1f} s  {item['name']:<34} {item['note']}".rstrip())
            lines += [f"{'':20}{prediction['what']}: {shown(prediction['seen'])}, predicted {prediction['predicted']}"
                      for prediction in item.get("predictions", [])]
        lines.append(f"{len(self.items)} items: {self.count('pass')} passed, {self.count('fail')} failed, "
                     f"{self.count('timeout')} took too long, {self.count('skipped')} skipped; {self.head['device_name']}, "
                     f"commit {self.head['commit']}, {'whole' if self.head['finished'] else 'not finished'}")
        return "\n".join(lines) + "\n"


def shown(value):
    return "not measured" if value is None else f"{value:.3g}"


def replace(path, text):
    """Puts a text in a file's place, which never holds half of it."""
    part = path.with_name(path.name + ".part")
    with open(part, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
