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


KTHREADD = 2


def kernel_threads():
    """Pids of kernel threads: server-monitor leaves them out, so its peer does too."""
    return {process.pid for process in psutil.process_iter(["ppid"]) if KTHREADD in (process.pid, process.info["ppid"])}


def scan(facts, left_out):
    """One look at every process but those; how many there were."""
    count = 0
    for process in psutil.process_iter():
        if process.pid in left_out:
            continue
        try:
            process.as_dict(facts, ad_value=None)
            count += 1
        except psutil.NoSuchProcess:
            pass
    return count


def main():
    rounds = int(sys.argv[1])
    facts = FACTS + (["io_counters"] if "io" in sys.argv[2:] else [])
    left_out = kernel_threads()
    count = scan(facts, left_out)
    cpu_s = []
    for _ in range(rounds):
        begun = time.process_time()
        count = scan(facts, left_out)
        cpu_s.append(time.process_time() - begun)
    json.dump({"processes": count, "cpu_s": cpu_s}, sys.stdout)


main()
