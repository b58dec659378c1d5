#include "bot/vitals.hpp"

#include <filesystem>

namespace hotwatch
{

void measure_store(const std::string& path, StoreVitals& vitals)
{
    if (path.empty())
        return;
    std::error_code failed;
    const auto file = std::filesystem::file_size(path, failed);
    if (failed)
        return;
    const auto log = std::filesystem::file_size(path + "-wal", failed);
    vitals.bytes = static_cast<std::int64_t>(file + (failed ? 0 : log));
    const auto space = std::filesystem::space(std::filesystem::path{path}.parent_path(), failed);
    if (!failed)
        vitals.free_bytes = static_cast<std::int64_t>(space.available);
}

}  // namespace hotwatch
