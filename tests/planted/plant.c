/* What intruders do, harmlessly: each way in which a process hides, as one small program.
 *
 *   plant hold                    does nothing, for ever
 *   plant listen                  waits on a port of loopback that it prints, and does nothing
 *   plant name NAME               calls itself NAME (prctl(2)), and does nothing
 *   plant memory NAME             runs a copy of itself that is in memory alone (memfd_create(2)) and is called NAME
 *   plant accept                  waits on a port of loopback that it prints, takes all connections, says nothing
 *   plant reverse PORT SHELL      a shell whose input and output is a connection to that port of loopback
 *   plant bind SHELL              a shell that holds a listening socket of loopback, whose port is printed before
 *
 * All of them end with a signal. Compiled with -shared it is a library that does nothing. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

static int fail(const char *what) {
    perror(what);
    return 1;
}

static int hold(void) {
    while (1) pause();
    return 0;
}

static int loopback(int port, struct sockaddr_in *address) {
    memset(address, 0, sizeof *address);
    address->sin_family = AF_INET;
    address->sin_port = htons(port);
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return socket(AF_INET, SOCK_STREAM, 0);
}

/* A listening socket; its port goes to stdout, in a line of its own. */
static int listening(void) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int fd = loopback(0, &address);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) || listen(fd, 16)) return -1;
    if (getsockname(fd, (struct sockaddr *)&address, &size)) return -1;
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

static int in_memory(const char *name) {
    struct stat file;
    int from = open("/proc/self/exe", O_RDONLY);
    /* Not closed by exec, or else nothing of a name would be left for the kernel to show. */
    int to = memfd_create(name, 0);
    if (from < 0 || to < 0 || fstat(from, &file)) return fail("memfd");
    while (file.st_size > 0) {
        ssize_t sent = sendfile(to, from, NULL, file.st_size);
        if (sent <= 0) return fail("sendfile");
        file.st_size -= sent;
    }
    char *arguments[] = {(char *)name, "hold", NULL};
    fexecve(to, arguments, environ);
    return fail("fexecve");
}

static int reverse(int port, char *shell) {
    struct sockaddr_in address;
    int fd = loopback(port, &address);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address)) return fail("connect");
    for (int std = 0; std < 3; std++) dup2(fd, std);
    if (fd > 2) close(fd);
    execl(shell, shell, (char *)NULL);
    return fail(shell);
}

static int bound(char *shell) {
    int pipe_ends[2];
    if (listening() < 0 || pipe(pipe_ends)) return fail("listen");
    /* It reads what never comes: both ends are its own. */
    dup2(pipe_ends[0], 0);
    execl(shell, shell, (char *)NULL);
    return fail(shell);
}

int main(int count, char **arguments) {
    const char *how = count > 1 ? arguments[1] : "";
    if (!strcmp(how, "hold")) return hold();
    if (!strcmp(how, "listen")) return listening() < 0 ? fail("listen") : hold();
    if (!strcmp(how, "name") && count == 3) {
        prctl(PR_SET_NAME, arguments[2], 0, 0, 0);
        return hold();
    }
    if (!strcmp(how, "memory") && count == 3) return in_memory(arguments[2]);
    if (!strcmp(how, "accept")) {
        int fd = listening();
        if (fd < 0) return fail("listen");
        while (accept(fd, NULL, NULL) >= 0) continue;
        return fail("accept");
    }
    if (!strcmp(how, "reverse") && count == 4) return reverse(atoi(arguments[2]), arguments[3]);
    if (!strcmp(how, "bind") && count == 3) return bound(arguments[2]);
    fputs("see the head of plant.c\n", stderr);
    return 2;
}
