#include "contract/faulty_vfs.hpp"

#include <sqlite3.h>

namespace gyeol::test {
namespace {

std::atomic<DiskFault> current{DiskFault::none};

/// SQLite allocates `szOsFile` bytes for each file: ours, and behind it the machine's.
struct FaultyFile {
    sqlite3_file base;
    sqlite3_file* real;
};

sqlite3_file* real_of(sqlite3_file* file) {
    return reinterpret_cast<FaultyFile*>(file)->real;
}

sqlite3_vfs* machine() {
    static sqlite3_vfs* const found = sqlite3_vfs_find(nullptr);
    return found;
}

int close_file(sqlite3_file* file) {
    return real_of(file)->pMethods->xClose(real_of(file));
}

int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
    return real_of(file)->pMethods->xRead(real_of(file), into, size, at);
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    if (current == DiskFault::full) return SQLITE_FULL;
    if (current == DiskFault::broken) return SQLITE_IOERR_WRITE;
    return real_of(file)->pMethods->xWrite(real_of(file), from, size, at);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

int sync_file(sqlite3_file* file, int flags) {
    if (current == DiskFault::sync_fails) return SQLITE_IOERR_FSYNC;
    return real_of(file)->pMethods->xSync(real_of(file), flags);
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

int lock_file(sqlite3_file* file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

int unlock_file(sqlite3_file* file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

int check_lock(sqlite3_file* file, int* is_held) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), is_held);
}

int control_file(sqlite3_file* file, int what, void* argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

int sector_size(sqlite3_file* file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

int characteristics(sqlite3_file* file) {
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

int map_shared(sqlite3_file* file, int region, int size, int extend, volatile void** into) {
    return real_of(file)->pMethods->xShmMap(real_of(file), region, size, extend, into);
}

int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

void order_shared(sqlite3_file* file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

int unmap_shared(sqlite3_file* file, int remove) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

const sqlite3_io_methods& methods() {
    static const sqlite3_io_methods made{
        2,
        close_file,
        read_file,
        write_file,
        truncate_file,
        sync_file,
        size_of_file,
        lock_file,
        unlock_file,
        check_lock,
        control_file,
        sector_size,
        characteristics,
        map_shared,
        lock_shared,
        order_shared,
        unmap_shared,
        nullptr,
        nullptr,
    };
    return made;
}

int open_file(
    sqlite3_vfs* /*vfs*/, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_given
) {
    if (current == DiskFault::read_only && (flags & SQLITE_OPEN_READWRITE) != 0) {
        if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
        flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
    }
    auto* ours = reinterpret_cast<FaultyFile*>(file);
    ours->base.pMethods = nullptr;
    ours->real = reinterpret_cast<sqlite3_file*>(ours + 1);
    const int code = machine()->xOpen(machine(), name, ours->real, flags, flags_given);
    if (code == SQLITE_OK) ours->base.pMethods = &methods();
    return code;
}

}  // namespace

std::string faulty_vfs() {
    static const std::string name = "gyeol-faulty";
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs made = *machine();
        made.szOsFile += static_cast<int>(sizeof(FaultyFile));
        made.zName = name.c_str();
        made.xOpen = open_file;
        return made;
    }();
    sqlite3_vfs_register(&vfs, 0);
    return name;
}

void set_disk_fault(DiskFault fault) {
    current = fault;
}

}  // namespace gyeol::test
