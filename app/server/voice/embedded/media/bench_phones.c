/* All telephones of the media bench: see bench_phones.py, which compiles and runs this and can stand in
 * for it. Arguments: variant (echo|mixed), conversations, seconds. stdin: our peer's ports, one for each
 * leg, then "go". stdout: our own ports, then one line of JSON.
 *
 * echo:  the customer sends, the agent sends back each datagram as it came (even encrypted).
 * mixed: the customer sends a burst of tone each second, the agent sends back what it hears, a third
 *        party is silent; the round trip is that of the burst.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 12, FRAME = 160, PACKET = HEADER + FRAME, MOST_EVENTS = 256, BURST_EVERY = 50 };
static const char MAGIC[4] = "SEAT";

typedef struct {
    int fd, role; /* role: 0 customer, 1 echoing agent, 2 silent party */
    long sent, returned, holes;
    int heard;
    uint16_t highest;
    double burst_s;
} Leg;

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static int compare(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static double at(const double *sorted, long count, double part) {
    long index = (long)(part * count);
    return count ? sorted[index < count ? index : count - 1] * 1000 : -1;
}

static int open_leg(int port) {
    int size = 1 << 20, fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    if (fd < 0 || bind(fd, (void *)&address, sizeof address)) return -1;
    address.sin_port = htons(port);
    return connect(fd, (void *)&address, sizeof address) ? -1 : fd;
}

static void speak(Leg *leg, int number, int mixed) {
    unsigned char data[PACKET];
    uint32_t stamp = htonl((uint32_t)number * FRAME), ssrc = htonl(1000 + leg->fd);
    uint16_t sequence = htons((uint16_t)number);
    double time_s = now_s();
    data[0] = 0x80;
    data[1] = 8;
    memcpy(data + 2, &sequence, 2);
    memcpy(data + 4, &stamp, 4);
    memcpy(data + 8, &ssrc, 4);
    memset(data + HEADER, 0xd5, FRAME);
    if (!mixed) {
        memcpy(data + HEADER, MAGIC, 4);
        memcpy(data + HEADER + 4, &time_s, 8);
    } else if (leg->role == 0 && (number + leg->fd) % BURST_EVERY == 0) {
        for (int i = 0; i < FRAME; i++) data[HEADER + i] = i / 4 % 2 ? 0x3a : 0xba; /* 1 kHz, loud */
        leg->burst_s = time_s;
    }
    if (send(leg->fd, data, PACKET, 0) == PACKET) leg->sent++;
}

static int loud(const unsigned char *payload) {
    int count = 0;
    for (int i = 0; i < FRAME; i++) count += ((payload[i] ^ 0x55) & 0x7f) >= 0x50;
    return count >= FRAME / 4;
}

/* One datagram; returns the round trip in seconds, or -1. */
static double listen_once(Leg *leg, const unsigned char *data, long length, int mixed) {
    uint16_t sequence = data[2] << 8 | data[3];
    double sent_s, time_s = now_s();
    if (leg->role == 1) {
        send(leg->fd, data, length, 0);
        return -1;
    }
    if (leg->heard && (uint16_t)(sequence - leg->highest) > 1 && (uint16_t)(sequence - leg->highest) < 1000)
        leg->holes += (uint16_t)(sequence - leg->highest) - 1;
    leg->highest = sequence;
    leg->heard = 1;
    if (leg->role || length != PACKET) return -1;
    if (mixed) {
        if (!leg->burst_s || !loud(data + HEADER)) return -1;
        sent_s = leg->burst_s;
        leg->burst_s = 0;
        leg->returned++;
        return time_s - sent_s;
    }
    if (memcmp(data + HEADER, MAGIC, 4)) return -1;
    leg->returned++;
    memcpy(&sent_s, data + HEADER + 4, 8);
    return time_s - sent_s;
}

int main(int count, char **argument) {
    if (count < 4) return 2;
    int mixed = !strcmp(argument[1], "mixed"), conversations = atoi(argument[2]), parties = mixed ? 3 : 2;
    /* All begin at once, which makes a stall; the buffers of conferences forget it in five seconds. */
    double seconds = atof(argument[3]), settle_s = mixed ? 6 : 3;
    if (settle_s > seconds / 2) settle_s = seconds / 2;
    int legs = conversations * parties, port, timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    setpriority(PRIO_PROCESS, 0, -10); /* as the media process; only where we may */
    Leg *all = calloc(legs, sizeof *all);
    long most = (long)(conversations * (seconds + 2) * 51), measured = 0;
    double *trips = malloc(most * sizeof *trips);
    int poll = epoll_create1(0);
    for (int i = 0; i < legs; i++) {
        if (scanf("%d", &port) != 1 || (all[i].fd = open_leg(port)) < 0) return 3;
        all[i].role = i % parties;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
        epoll_ctl(poll, EPOLL_CTL_ADD, all[i].fd, &event);
        struct sockaddr_in own;
        socklen_t size = sizeof own;
        getsockname(all[i].fd, (void *)&own, &size);
        printf("%d ", ntohs(own.sin_port));
    }
    printf("\n");
    fflush(stdout);
    char word[8];
    if (scanf("%7s", word) != 1) return 4;
    struct itimerspec every = {{0, 500000}, {0, 500000}};
    timerfd_settime(timer, 0, &every, 0);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = 0}, events[MOST_EVENTS];
    epoll_ctl(poll, EPOLL_CTL_ADD, timer, &event);
    double begin_s = now_s(), end_s = begin_s + seconds, time_s, late_s = 0, heard_s = end_s;
    long slot = 0; /* telephones are not in step: each has its own place within the 20 ms */
    while ((time_s = now_s()) < heard_s + 0.5 && time_s < end_s + 5) { /* what is on its way may come */
        int ready = epoll_wait(poll, events, MOST_EVENTS, 20);
        for (int i = 0; i < ready; i++) {
            Leg *leg = events[i].data.ptr;
            unsigned char data[2048];
            if (!leg) {
                uint64_t ticks;
                if (read(timer, &ticks, sizeof ticks) < 0) continue;
                double due_s;
                time_s = now_s();
                while (time_s < end_s && (due_s = begin_s + slot * 0.02 / legs) <= time_s) {
                    if (all[slot % legs].role != 1) speak(&all[slot % legs], slot / legs, mixed);
                    if (time_s - due_s > late_s) late_s = time_s - due_s;
                    slot++;
                }
                continue;
            }
            long length = recv(leg->fd, data, sizeof data, 0);
            if (length < HEADER) continue;
            double trip_s = listen_once(leg, data, length, mixed);
            if (trip_s >= 0 && (time_s = now_s()) > heard_s) heard_s = time_s;
            if (trip_s >= 0 && now_s() > begin_s + settle_s && measured < most) trips[measured++] = trip_s;
        }
    }
    long sent = 0, returned = 0, holes = 0;
    for (int i = 0; i < legs; i++) {
        if (all[i].role == 0) sent += all[i].sent, returned += all[i].returned;
        holes += all[i].holes;
    }
    qsort(trips, measured, sizeof *trips, compare);
    printf("{\"sent\": %ld, \"lost\": %ld, \"rtt_ms_p50\": %.2f, \"rtt_ms_p95\": %.2f, \"rtt_ms_p99\": %.2f, "
           "\"rtt_ms_worst\": %.2f, \"generator_late_ms\": %.1f}\n",
           sent, mixed ? holes : sent - returned, at(trips, measured, 0.5), at(trips, measured, 0.95),
           at(trips, measured, 0.99), at(trips, measured, 1), late_s * 1000);
    return 0;
}
