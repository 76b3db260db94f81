"""One thing that is tried on a GPU, and how it went."""
import json
import os
import time

import commands

FAULTS = "RECORD_FAULTS"
FAULT_SECONDS = 3


class Item:
    """
    name: has neither a comma nor an equals sign
    estimate: seconds on an H100
    limit: seconds after which it is ended
    action: function of an Attempt; gives its result in words, or raises
    """

    def __init__(self, name, estimate, limit, action):
        self.name, self.estimate, self.limit, self.action = name, estimate, limit, action

    def attempt(self, kit, log, seconds_left):
        """What goes into the record."""
        attempt = Attempt(kit, log, min(self.limit, seconds_left))
        begin = time.monotonic()
        log.write(f"\n=== {self.name}")
        try:
            if seconds_left <= 0:
                raise commands.Skipped("there was no time left for it")
            verdict, note = "pass", fault(self.name, attempt) or self.action(attempt)
        except commands.Skipped as e:
            verdict, note = "skipped", str(e)
        except commands.TimeIsOver:
            verdict, note = "timeout", f"it took longer than {attempt.seconds:.0f} s"
        except commands.Failed as e:
            verdict, note = "fail", str(e)
        except Exception as e:  # of a file that is not as expected, say: the items after it are still of interest
            verdict, note = "fail", f"{type(e).__name__}: {e}"
        log.write(f"=== {verdict}: {note}")
        record = {"name": self.name, "verdict": verdict, "seconds": round(time.monotonic() - begin, 1), "note": note,
                  "figures": attempt.figures}
        return {**record, "predictions": attempt.predictions} if attempt.predictions else record


class Attempt(commands.Runner):
    """What an item's action works with, and what it leaves besides its result in words."""

    def __init__(self, kit, log, seconds):
        super().__init__(log, seconds)
        self.kit, self.seconds, self.figures, self.predictions = kit, seconds, {}, []

    def predicted(self, what, predicted, seen):
        """Puts a figure beside what was expected of it; None if it was not measured."""
        self.predictions.append({"what": what, "predicted": predicted, "seen": seen})


def readable(file):
    """What a JSON file holds; nothing if it is not there, or whoever wrote it was ended half way."""
    try:
        return json.loads(file.read_text())
    except (OSError, ValueError):
        return {}


def fault(name, attempt):
    """Makes an item fail or hang that RECORD_FAULTS names, as in 'doctor=fail,moments=hang': for rehearsals."""
    faults = dict(part.split("=") for part in os.environ.get(FAULTS, "").split(",") if part)
    if faults.get(name) == "fail":
        attempt.run("sh", "-c", "echo made to fail; exit 1")
    elif faults.get(name) == "hang":
        attempt.seconds = FAULT_SECONDS
        attempt.end = time.monotonic() + attempt.seconds
        # The second one is what a launcher leaves behind when only it is ended.
        attempt.run("sh", "-c", "sleep 600 & sleep 600")
