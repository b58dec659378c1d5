#include "storage/audit_witness.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <system_error>

#include "storage/audit_chain.hpp"
#include "storage/connection.hpp"
#include "storage/database.hpp"
#include "storage/file_moves.hpp"

namespace hotwatch
{

namespace
{

// "hotwatch-audit 00000000000000000017 <64 hex digits>\n": always as long, so that a write never moves the end.
constexpr std::string_view mark = "hotwatch-audit ";
constexpr std::size_t count_digits = 20;
constexpr std::size_t hash_digits = 64;
constexpr std::size_t record_bytes = mark.size() + count_digits + 1 + hash_digits + 1;

constexpr Sql select_hash = R"sql(
    SELECT hash FROM audit WHERE seq = :seq
)sql";

std::string record(const AuditHead& head)
{
    return fmt::format("{}{:020} {:0<64}\n", mark, head.count, to_hex(head.hash));
}

std::string from_hex(std::string_view hex)
{
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    {
        unsigned value = 0;
        if (std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16).ptr != hex.data() + i + 2)
            return {};
        bytes += static_cast<char>(value);
    }
    return bytes;
}

}  // namespace

std::optional<AuditHead> AuditWitness::read() const
{
    std::ifstream file{path_, std::ios::binary};
    std::string text(record_bytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() != record_bytes || !text.starts_with(mark))
        return std::nullopt;
    AuditHead head;
    const char* const count = text.data() + mark.size();
    if (std::from_chars(count, count + count_digits, head.count).ptr != count + count_digits)
        return std::nullopt;
    if (head.count == 0)
        return head;
    head.hash = from_hex(std::string_view{text}.substr(mark.size() + count_digits + 1, hash_digits));
    return head.hash.size() == hash_digits / 2 ? std::optional{head} : std::nullopt;
}

void AuditWitness::write(const AuditHead& head)
{
    const bool is_first = !file_.is_open() && !std::filesystem::exists(path_);
    if (!file_.is_open())
        file_ = FileHandle{::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    const auto text = record(head);
    const bool is_written =
        file_.is_open() && ::pwrite(file_.get(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
    if (!is_written || (is_first && ::fsync(file_.get()) != 0))
        throw StoreBroken{fmt::format("cannot write the audit head {}: {}", path_, reason())};
    if (is_first && !sync_folder(path_))
        throw StoreBroken{fmt::format("cannot sync the folder of {}: {}", path_, reason())};
}

Witnessed witness_beside(const std::string& store)
{
    return AuditWitness{store}.statement();
}

std::string witness_problem(Connection& connection, const AuditHead& store, const Witnessed& witnessed)
{
    const auto& [path, beside] = witnessed;
    if (!beside)
        return store.count == 0
                   ? ""
                   : fmt::format("{} is missing or unreadable: whether the newest audit rows were removed cannot be "
                                 "told. It belongs to the store and is moved with it",
                                 path);
    if (beside->count > store.count)
        return fmt::format("the audit log ends at row {}, but {} saw row {}: the newest rows were removed", store.count,
                           path, beside->count);
    auto row = connection.prepare(select_hash);
    if (beside->count > 0 && (!row.bind(":seq", beside->count).step() || row.text() != beside->hash))
        return fmt::format("audit row {} is not the one that {} saw: the log was rewritten", beside->count, path);
    return {};
}

}  // namespace hotwatch
