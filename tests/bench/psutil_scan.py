"""The peer of `cargo xtask bench`: reads with psutil what `server-monitor bench scan` reads of each process.

psutil_scan.py ROUNDS [io] prints {"processes": N, "cpu_s": [one number a round]} after one round that fills its caches.
Ports, units and containers are left out: psutil reads ports for the whole system at once and knows no units.
"""

import json
import sys
import time

import psutil

FACTS = [
    "pid", "ppid", "name", "exe", "cmdline", "username", "uids", "create_time",
    "cpu_percent", "memory_percent", "memory_info", "terminal",
]


def scan(facts):
    """One look at every process; how many there were."""
    return sum(1 for process in psutil.process_iter(facts, ad_value=None) if process.info["pid"] > 0)


def main():
    rounds = int(sys.argv[1])
    facts = FACTS + (["io_counters"] if "io" in sys.argv[2:] else [])
    count = scan(facts)
    cpu_s = []
    for _ in range(rounds):
        begun = time.process_time()
        count = scan(facts)
        cpu_s.append(time.process_time() - begun)
    json.dump({"processes": count, "cpu_s": cpu_s}, sys.stdout)


main()
