#!/usr/bin/env python3
"""byline and newsboat side by side, in one run, on one feed of 10,000 items (40 MB) that this serves on the loopback.

    cargo build --release && benches/newsboat.py [--byline PATH] [--newsboat PATH] [--items N] [--runs N]

Prints a table in Markdown. Both programs run on a pseudo-terminal of 80 columns, where each shows one thing at a time; a
time ends when a word is on the screen that stands nowhere else. It needs Python 3 alone, on Linux, and touches nothing of
the user's: both have a home of their own.
"""

import argparse
import fcntl
import http.server
import os
import pty
import random
import resource
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

ROWS, COLUMNS = 40, 80
ITEM_BYTES = 4000
PATIENCE = 120

NAMES = ["Ingrid Moller", "Henrik Dahl", "Maria Okafor", "Jane Doe", "Tomas Lind", "Aisha Rahman", "Peter Novak"]
WORDS = (
    "the of to and in a is that for it was on are as with they be at have this from or by not but what all were when we "
    "there can an your which their said if will each about how up out them then she many some so these would other into "
    "has more her two like him see time could no make than first been its who now people my made over did down only way "
    "find use may water long little very after words called just where most know harbour council minister market price "
    "report company government house school police court winter storm bridge vote budget energy railway hospital farm"
).split()


def title(number):
    """A word that stands in the title of this item alone."""
    return f"Title{number:05}x"


def body(number):
    """A word at the beginning of the body of this item alone."""
    return f"Body{number:05}x"


def hidden(number):
    """A word in the middle of the body of this item alone."""
    return f"quay{number:05}"


def item(number):
    """An item as an agency writes: two quotes, two people, words in their natural numbers."""
    chance = random.Random(number)
    speaker, other = chance.sample(NAMES, 2)
    surname = speaker.split()[1]
    weights = [1 / rank for rank in range(1, len(WORDS) + 1)]

    def sentence():
        words = chance.choices(WORDS, weights, k=chance.randint(8, 22))
        return " ".join(words).capitalize() + "."

    parts = [f"{body(number)} came to the notice of {other} on Monday."]
    parts.append(f"\u201c{sentence()[:-1]},\u201d said {speaker}, the {chance.choice(WORDS[-16:])} secretary.")
    parts.append(f"Near {hidden(number)} nothing was seen.")
    parts.append(f"\u201c{sentence()[:-1]},\u201d {surname} said. \u201c{sentence()}\u201d")
    while sum(map(len, parts)) < ITEM_BYTES - 200:
        parts.append(" ".join(sentence() for _ in range(4)))
    html = "".join(f"<p>{part}</p>" for part in parts)
    when = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(1_700_000_000 + number * 600))
    return (
        f"<item><guid isPermaLink='false'>{number}</guid><title>{title(number)} of the day</title>"
        f"<link>https://news.example/{number}</link><pubDate>{when}</pubDate>"
        f"<description><![CDATA[{html}]]></description></item>\n"
    )


def feed(items):
    """The newest item, of the highest number, stands first."""
    written = "".join(item(number) for number in range(items - 1, -1, -1))
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Feedtitle</title>"
        f"<link>https://news.example/</link><description>News</description>{written}</channel></rss>"
    ).encode()


def serve(content):
    """Serves the feed at every path; gives its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/feed.xml"


class Terminal:
    """A program on a pseudo-terminal. What it writes is searched as it comes: the words that are waited for hold no
    space, which both programs would skip."""

    def __init__(self, command, home):
        self.begun = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execve(command[0], command, environment(home))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.seen = b""

    def press(self, keys):
        self.seen = b""
        self.begun = time.perf_counter()
        os.write(self.fd, keys.encode())

    def wait(self, word):
        """Milliseconds from the start, or from the last key, until this word is written."""
        end = time.perf_counter() + PATIENCE
        while word.encode() not in self.seen:
            if not select.select([self.fd], [], [], max(0, end - time.perf_counter()))[0]:
                sys.exit(f"{word} did not come; the last that did: {self.seen[-2000:]!r}")
            try:
                self.seen += os.read(self.fd, 65536)
            except OSError:
                sys.exit(f"the program ended before {word} came: {self.seen[-2000:]!r}")
        return (time.perf_counter() - self.begun) * 1000

    def settle(self):
        """Lets the program come to rest."""
        while select.select([self.fd], [], [], 0.4)[0]:
            self.seen += os.read(self.fd, 65536)

    def memory(self):
        """Resident memory in MB: now, and at the most so far."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            fields = dict(line.split(":", 1) for line in status)
        return [int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")]

    def end(self):
        os.kill(self.pid, signal.SIGTERM)
        try:
            while os.read(self.fd, 65536):
                pass
        except OSError:
            pass
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def environment(home):
    return {"HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}


def run(command, home):
    """Seconds that a command takes, and those that it computes."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ended = subprocess.run(command, env=environment(home), stdin=subprocess.DEVNULL, capture_output=True, check=False)
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode:
        sys.exit(f"{command}: {ended.stderr.decode()}{ended.stdout.decode()}")
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Byline:
    """byline: the feed is opened by 4 and Enter, and search finds while one types."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        self.name = subprocess.run([self.path, "--version"], capture_output=True, check=True).stdout.decode().strip()

    def import_feed(self, home, address):
        return run([self.path, "add", address], home)

    def command(self, _home):
        return [self.path]

    def session(self, home, newest, times):
        terminal = Terminal(self.command(home), home)
        times["start, to the first screen"].append(terminal.wait(title(newest)))
        terminal.settle()
        terminal.press("4")
        terminal.wait("Feedtitle")
        terminal.settle()
        terminal.press("\r")
        times["open the list of the feed"].append(terminal.wait(title(newest - 1)))
        terminal.settle()
        terminal.press("jjj")
        terminal.settle()
        terminal.press("\r")
        times["open an article"].append(terminal.wait(body(newest - 3)))
        terminal.settle()
        for what, word, found in searches(newest):
            terminal.press("/")
            terminal.settle()
            terminal.press(word)
            times[what].append(terminal.wait(found))
            terminal.settle()
            terminal.press("\x1b")
            terminal.settle()
        times["memory then"].append(terminal.memory()[0])
        times["memory at the most"].append(terminal.memory()[1])
        terminal.end()


class Newsboat:
    """newsboat: the feed is opened by Enter, and search looks through all feeds from their list."""

    def __init__(self, path):
        self.path = path
        told = subprocess.run([path, "--version"], capture_output=True, check=True).stdout.decode()
        self.name = " ".join(told.split()[:2])

    def files(self, home):
        return ["-u", f"{home}/urls", "-c", f"{home}/cache.db", "-C", f"{home}/config"]

    def import_feed(self, home, address):
        with open(f"{home}/urls", "w", encoding="utf-8") as urls:
            urls.write(f"{address}\n")
        # So that the same keys go down in both.
        with open(f"{home}/config", "w", encoding="utf-8") as config:
            config.write("bind-key j down\n")
        return run([self.path, *self.files(home), "-x", "reload"], home)

    def command(self, home):
        return [self.path, *self.files(home)]

    def session(self, home, newest, times):
        terminal = Terminal(self.command(home), home)
        times["start, to the first screen"].append(terminal.wait("Feedtitle"))
        terminal.settle()
        terminal.press("\r")
        times["open the list of the feed"].append(terminal.wait(title(newest)))
        terminal.settle()
        terminal.press("jjj")
        terminal.settle()
        terminal.press("\r")
        times["open an article"].append(terminal.wait(body(newest - 3)))
        terminal.settle()
        terminal.press("q")
        terminal.settle()
        terminal.press("q")
        terminal.settle()
        for what, word, found in searches(newest):
            terminal.press("/")
            terminal.settle()
            terminal.press(word)
            terminal.settle()
            terminal.press("\r")
            times[what].append(terminal.wait(found))
            terminal.settle()
            terminal.press("q")
            terminal.settle()
        times["memory then"].append(terminal.memory()[0])
        times["memory at the most"].append(terminal.memory()[1])
        terminal.end()


def searches(newest):
    """What is measured, what is typed, and what is on the screen then."""
    return [
        ("search all bodies, a word of one", hidden(newest // 2), title(newest // 2)),
        ("search all bodies, a common word", "harbour", title(newest)),
    ]


def measure(program, address, items, runs):
    times = {}
    sessions = [
        "start, to the first screen", "open the list of the feed", "open an article",
        "search all bodies, a word of one", "search all bodies, a common word", "memory then", "memory at the most",
    ]  # fmt: skip
    for row in ["import", "import, computing", *sessions]:
        times[row] = []
    for number in range(runs):
        home = tempfile.mkdtemp(prefix="newsboat-bench-")
        try:
            took, computed = program.import_feed(home, address)
            times["import"].append(took)
            times["import, computing"].append(computed)
            print(f"{program.name}: imported in {took:.1f} s, run {number + 1} of {runs}", file=sys.stderr)
            for _ in range(3):
                program.session(home, items - 1, times)
        finally:
            shutil.rmtree(home)
    return {row: statistics.median(figures) for row, figures in times.items()}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--byline", default=os.path.join(os.path.dirname(__file__), "../target/release/byline"))
    arguments.add_argument("--newsboat", default=shutil.which("newsboat"))
    arguments.add_argument("--items", type=int, default=10_000)
    arguments.add_argument("--runs", type=int, default=3)
    wanted = arguments.parse_args()
    if not wanted.newsboat:
        sys.exit("newsboat is not installed; apt-get install newsboat, or name it with --newsboat")
    content = feed(wanted.items)
    address = serve(content)
    programs = [Byline(wanted.byline), Newsboat(wanted.newsboat)]
    measured = [measure(program, address, wanted.items, wanted.runs) for program in programs]
    print(f"One feed of {wanted.items:,} items, {len(content) / 1e6:.0f} MB; medians.\n")
    print(f"| | {programs[0].name} | {programs[1].name} | newsboat / byline |\n|---|---:|---:|---:|")
    for row, figure in measured[0].items():
        other = measured[1][row]
        unit = "s" if row.startswith("import") else "MB" if row.startswith("memory") else "ms"
        print(f"| {row}, {unit} | {figure:,.1f} | {other:,.1f} | {other / figure:,.1f} |")


if __name__ == "__main__":
    main()
