/* The yardstick of `cargo xtask bench`: the least that C does to look at every process.
 *
 * scan ROUNDS reopen   opens, reads and closes /proc/PID/stat and statm in each round
 * scan ROUNDS kept     keeps both files open and reads them again
 *
 * Prints {"processes": N, "cpu_s": [one number a round]} after one round that fills what is kept. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { PIDS = 1 << 22 };

struct files {
    int stat, statm; /* 0: not open */
};

static struct files *kept;
static unsigned long long sum; /* so that no reading can be left out */

static int open_of(int pid, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static int read_at(int fd) {
    char text[1024];
    ssize_t got = pread(fd, text, sizeof text - 1, 0);
    if (got <= 0) return 0;
    text[got] = 0;
    const char *end = strrchr(text, ')');
    for (const char *at = end ? end : text; *at; at++)
        if (isdigit((unsigned char)*at)) sum += strtoull(at, (char **)&at, 10);
    return 1;
}

static int scan(int keep) {
    DIR *proc = opendir("/proc");
    if (!proc) return 0;
    int seen = 0;
    for (struct dirent *entry; (entry = readdir(proc));) {
        int pid = atoi(entry->d_name);
        if (pid <= 0 || pid >= PIDS) continue;
        struct files *f = &kept[pid], now = {0, 0};
        if (!keep) f = &now;
        if (!f->stat) {
            f->stat = open_of(pid, "stat");
            f->statm = open_of(pid, "statm");
        }
        int alive = f->stat > 0 && f->statm > 0 && read_at(f->stat) && read_at(f->statm);
        seen += alive;
        if (!keep || !alive) {
            if (f->stat > 0) close(f->stat);
            if (f->statm > 0) close(f->statm);
            f->stat = f->statm = 0;
        }
    }
    closedir(proc);
    return seen;
}

static double cpu_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    int rounds = atoi(argv[1]), keep = strcmp(argv[2], "kept") == 0;
    struct rlimit files;
    if (!getrlimit(RLIMIT_NOFILE, &files)) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    kept = calloc(PIDS, sizeof *kept);
    if (!kept) return 1;
    int seen = scan(keep);
    double *took = calloc((size_t)rounds + 1, sizeof *took);
    if (!took) return 1;
    for (int round = 0; round < rounds; round++) {
        double begun = cpu_s();
        seen = scan(keep);
        took[round] = cpu_s() - begun;
    }
    printf("{\"processes\": %d, \"cpu_s\": [", seen);
    for (int round = 0; round < rounds; round++) printf("%s%.6f", round ? ", " : "", took[round]);
    printf("]}\n");
    return sum == 0;
}
