/* Preloaded into a run. The calls named in EIO_CALLS fail with EIO on files whose path holds EIO_PATH, from the
   EIO_AFTER-th such call on, as on a disk that dies in the middle of a job; with EIO_FULL they fail with ENOSPC. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static int seen;

static int dead(const char *call, const char *path) {
    const char *calls = getenv("EIO_CALLS"), *where = getenv("EIO_PATH"), *after = getenv("EIO_AFTER");
    if (!calls || !where || !strstr(calls, call) || !strstr(path, where)) return 0;
    if (__atomic_fetch_add(&seen, 1, __ATOMIC_SEQ_CST) < (after ? atoi(after) : 0)) return 0;
    errno = getenv("EIO_FULL") ? ENOSPC : EIO;
    return 1;
}

static int dead_at(const char *call, int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return dead(call, path);
}

#define FAILING(call, type, name, parameters, arguments)                       \
    type name parameters {                                                     \
        static type(*real) parameters;                                         \
        if (!real) real = (type(*) parameters)dlsym(RTLD_NEXT, #name);         \
        return dead_at(call, file) ? -1 : real arguments;                      \
    }

FAILING("write", ssize_t, write, (int file, const void *data, size_t size), (file, data, size))
FAILING("write", ssize_t, pwrite, (int file, const void *data, size_t size, off_t at), (file, data, size, at))
FAILING("write", ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t at), (file, data, size, at))
FAILING("read", ssize_t, read, (int file, void *data, size_t size), (file, data, size))
FAILING("read", ssize_t, pread, (int file, void *data, size_t size, off_t at), (file, data, size, at))
FAILING("read", ssize_t, pread64, (int file, void *data, size_t size, off64_t at), (file, data, size, at))
FAILING("sync", int, fsync, (int file), (file))
FAILING("sync", int, fdatasync, (int file), (file))
FAILING("truncate", int, ftruncate, (int file, off_t size), (file, size))
FAILING("truncate", int, ftruncate64, (int file, off64_t size), (file, size))

int rename(const char *from, const char *to) {
    static int (*real)(const char *, const char *);
    if (!real) real = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    return dead("rename", to) ? -1 : real(from, to);
}

/* With CLOCK_BACK the time of day is so many seconds earlier from the CLOCK_AFTER-th look on. */
int clock_gettime(clockid_t which, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    static int looks;
    const char *back = getenv("CLOCK_BACK"), *after = getenv("CLOCK_AFTER");
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int answer = real(which, now);
    if (back && which == CLOCK_REALTIME && __atomic_fetch_add(&looks, 1, __ATOMIC_SEQ_CST) >= (after ? atoi(after) : 0))
        now->tv_sec -= atoi(back);
    return answer;
}
