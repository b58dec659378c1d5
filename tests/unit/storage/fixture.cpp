#include "fixture.hpp"

#include <sqlite3.h>
#include <stdlib.h>

#include <fstream>
#include <iterator>

namespace hotwatch::test
{

Folder::Folder()
{
    std::string name = (std::filesystem::temp_directory_path() / "hotwatch-store-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error{"no folder for the test"};
    path_ = name;
}

Folder::~Folder()
{
    std::error_code ignored;  // a folder left behind in /tmp fails no test
    std::filesystem::remove_all(path_, ignored);
}

std::string content(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void set_content(const std::string& path, const std::string& bytes)
{
    std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

Shell::Shell(const std::string& path)
{
    if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK)
        throw std::runtime_error{path + " cannot be opened"};
}

Shell::~Shell()
{
    sqlite3_close(handle_);
}

std::string Shell::run(const std::string& sql)
{
    std::string rows;
    const auto collect = [](void* into, int columns, char** values, char**)
    {
        if (columns > 0 && values[0] != nullptr)
            static_cast<std::string*>(into)->append(values[0]).append("\n");
        return 0;
    };
    char* message = nullptr;
    if (sqlite3_exec(handle_, sql.c_str(), collect, &rows, &message) != SQLITE_OK)
    {
        const std::string what = message != nullptr ? message : "unknown";
        sqlite3_free(message);
        throw std::runtime_error{what};
    }
    return rows;
}

std::string Shell::complaint(const std::string& sql)
{
    try
    {
        run(sql);
        return {};
    }
    catch (const std::runtime_error& error)
    {
        return error.what();
    }
}

std::vector<std::int64_t> ids_of(const std::vector<Incident>& incidents)
{
    std::vector<std::int64_t> ids;
    for (const auto& incident : incidents)
        ids.push_back(incident.id);
    return ids;
}

Incident an_incident(Severity severity, const std::string& title)
{
    Incident incident;
    incident.title = title;
    incident.severity = severity;
    incident.room.channel.value = "C0ROOM";
    incident.declared = {noon, {"U0ANA"}};
    incident.last_update = incident.declared;
    return incident;
}

Call a_call(const std::string& dedupe_key, const std::string& args)
{
    Call call;
    call.dedupe_key = dedupe_key;
    call.method = "chat.postMessage";
    call.kind = CallKind::look_up;
    call.conversation = "C0ROOM";
    call.args = args;
    return call;
}

Timer a_timer(std::int64_t subject, UtcMillis due_at, int urgency)
{
    return {.id = 0,
            .kind = TimerKind::update_reminder,
            .subject = subject,
            .urgency = urgency,
            .due_at = due_at,
            .grid_at = due_at,
            .snoozed = false};
}

std::int64_t declare(Database& database, const std::string& key, const std::string& text)
{
    Book& book = database.book();
    database.savepoint();
    if (book.seen.find(key))
    {
        database.release();
        return 0;
    }
    const auto id = book.incidents.add(an_incident());
    book.incidents.add(TimelineEntry{
        .incident = id, .at = noon, .actor = {"U0ANA"}, .action = "declared", .text = text, .source = "slash"});
    book.outbox.add(a_call("", R"({"text":")" + text + R"("})"), noon);
    book.timers.arm(a_timer(id, noon + minutes{30}));
    book.audit.add({.seq = 0,
                    .at = noon,
                    .action = "incident declare",
                    .object = fmt::format("INC-{}", id),
                    .actor = "U0ANA",
                    .text = text});
    book.seen.add({.key = key, .at = noon, .answer = "{}", .response_url = "", .ack_written = true});
    database.release();
    return id;
}

}  // namespace hotwatch::test
