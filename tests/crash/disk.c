/* What a power cut leaves, for SQLite that is started under it (LD_PRELOAD; tests/crash/power.py).
 *
 * A file whose path begins with $DISK_LEDGER is copied whole into the folder $DISK_COPIES when it is synced, and only
 * then: after a kill the copies are the disk. No call but fsync and fdatasync is needed for that: what was written,
 * cut short or made longer counts as it stands at the file's next sync. Names that are gone leave the disk when the
 * ledger's folder is synced, not before: POSIX promises no more, and an unlink is what commits in a journal that is
 * deleted (hence synchronous=EXTRA there). A new name counts with the first sync of its file, as Linux file systems
 * have it; SQLite syncs the folder there too.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LONG_PATH (2 * PATH_MAX)

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

/* A trial with half a copy would prove nothing: the writer dies, and the round fails. */
static void give_up(const char *what) {
    perror(what);
    abort();
}

/* Through the descriptor that is there: closing a second one would let go of SQLite's locks. */
static void keep(int file, const char *name, const char *disk) {
    char half[LONG_PATH], whole[LONG_PATH];
    struct stat found;
    off_t at = 0;
    snprintf(half, sizeof half, "%s/half.copied", disk);
    snprintf(whole, sizeof whole, "%s/%s", disk, name);
    if (fstat(file, &found) != 0) give_up("fstat");
    if (found.st_nlink == 0) return; /* its name is gone: no power brings it back */
    int copy = open(half, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (copy < 0) give_up(half);
    while (at < found.st_size) {
        ssize_t sent = sendfile(copy, file, &at, found.st_size - at);
        if (sent < 0) give_up("sendfile");
        if (sent == 0) break; /* another connection has just made it shorter */
    }
    if (close(copy) != 0 || rename(half, whole) != 0) give_up(whole);
}

static void forget_the_deleted(const char *folder, const char *disk) {
    char path[LONG_PATH];
    DIR *copies = opendir(disk);
    if (copies == NULL) give_up(disk);
    for (struct dirent *copy; (copy = readdir(copies)) != NULL;) {
        snprintf(path, sizeof path, "%s/%s", folder, copy->d_name);
        if (access(path, F_OK) == 0) continue;
        snprintf(path, sizeof path, "%s/%s", disk, copy->d_name);
        unlink(path);
    }
    closedir(copies);
}

static int synced(int file, long call) {
    const char *ledger = getenv("DISK_LEDGER"), *disk = getenv("DISK_COPIES");
    char link[64], path[PATH_MAX], folder[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (ledger == NULL || disk == NULL || length < 0) return (int)syscall(call, file);
    path[length] = 0;
    snprintf(folder, sizeof folder, "%s", ledger);
    *strrchr(folder, '/') = 0;
    int is_ledger = strncmp(path, ledger, strlen(ledger)) == 0;
    if (!is_ledger && strcmp(path, folder) != 0) return (int)syscall(call, file);
    pthread_mutex_lock(&one_at_a_time);
    if (is_ledger)
        keep(file, strrchr(path, '/') + 1, disk);
    else
        forget_the_deleted(folder, disk);
    pthread_mutex_unlock(&one_at_a_time);
    return 0; /* the real disk need not hear of it, which spares the trial most of its time */
}

int fsync(int file) { return synced(file, SYS_fsync); }

int fdatasync(int file) { return synced(file, SYS_fdatasync); }
