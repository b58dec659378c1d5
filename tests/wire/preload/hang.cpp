// Preloaded into the bot: a disk, or a name server, that does not come back from the moment a file is there.
#include <dlfcn.h>
#include <netdb.h>
#include <unistd.h>

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace
{
bool is_time()
{
    const char* sign = std::getenv("HANG_WHEN");  // this file is there
    return sign != nullptr && ::access(sign, F_OK) == 0;
}

[[noreturn]] void hang()
{
    for (;;)
        ::pause();
}

/// Whether HANG_AT is part of the file's path.
bool is_meant(int file)
{
    const char* part = std::getenv("HANG_AT");
    char link[64];
    char path[PATH_MAX];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const auto size = ::readlink(link, path, sizeof path - 1);
    if (part == nullptr || size < 0)
        return false;
    path[size] = '\0';
    return std::strstr(path, part) != nullptr;
}

int synced(const char* name, int file)
{
    if (is_meant(file) && is_time())
        hang();
    return reinterpret_cast<int (*)(int)>(::dlsym(RTLD_NEXT, name))(file);
}
}  // namespace

extern "C" int fsync(int file)
{
    return synced("fsync", file);
}

extern "C" int fdatasync(int file)
{
    return synced("fdatasync", file);
}

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** found)
{
    const char* part = std::getenv("HANG_AT");
    if (part != nullptr && std::strcmp(part, "getaddrinfo") == 0 && is_time())
        hang();
    using Real = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
    return reinterpret_cast<Real>(::dlsym(RTLD_NEXT, "getaddrinfo"))(node, service, hints, found);
}
