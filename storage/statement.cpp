// Statement: bind, step and read, with SQLiteCpp hidden behind it.
#include "storage/connection_impl.hpp"

#include <utility>

namespace hotwatch
{

/// A statement is bound in the same order each time, so the next name is most likely the one after the last.
int Statement::Prepared::index_of(Parameter name)
{
    for (std::size_t tried = 0; tried < bound.size(); ++tried)
    {
        next = next < bound.size() ? next : 0;
        if (const auto& [known, index] = bound[next++]; known == name)
            return index;
    }
    bound.emplace_back(name, statement.getIndex(name.name()));
    return bound.back().second;
}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_), prepared_(std::exchange(other.prepared_, nullptr)), column_(other.column_)
{
}

Statement::~Statement()
{
    if (prepared_ == nullptr)
        return;
    (void)prepared_->statement.tryReset();  // repeats the error of the last step, which was thrown then
    prepared_->statement.clearBindings();   // SQLite promises that this cannot fail
    prepared_->is_lent = false;
}

Statement& Statement::bind(Parameter name, std::string_view value)
{
    try
    {
        prepared_->statement.bind(prepared_->index_of(name), std::string{value});
    }
    catch (const SQLite::Exception& error)
    {
        connection_->impl_->fail(error);
    }
    return *this;
}

Statement& Statement::bind(Parameter name, UtcMillis value)
{
    return bind_integer(name, value.time_since_epoch().count());
}

Statement& Statement::bind(Parameter name, std::optional<UtcMillis> value)
{
    return value ? bind(name, *value) : bind_null(name);
}

Statement& Statement::bind_blob(Parameter name, std::string_view bytes)
{
    try
    {
        prepared_->statement.bind(prepared_->index_of(name), static_cast<const void*>(bytes.data()),
                                  static_cast<int>(bytes.size()));
    }
    catch (const SQLite::Exception& error)
    {
        connection_->impl_->fail(error);
    }
    return *this;
}

Statement& Statement::bind_null(Parameter name)
{
    try
    {
        prepared_->statement.bind(prepared_->index_of(name));
    }
    catch (const SQLite::Exception& error)
    {
        connection_->impl_->fail(error);
    }
    return *this;
}

Statement& Statement::bind_integer(Parameter name, std::int64_t value)
{
    try
    {
        prepared_->statement.bind(prepared_->index_of(name), value);
    }
    catch (const SQLite::Exception& error)
    {
        connection_->impl_->fail(error);
    }
    return *this;
}

bool Statement::step()
{
    column_ = 0;
    connection_->impl_->note_step(*prepared_);
    try
    {
        return prepared_->statement.executeStep();
    }
    catch (const SQLite::Exception& error)
    {
        (void)prepared_->statement.tryReset();
        connection_->impl_->fail(error);
    }
}

std::int64_t Statement::run()
{
    connection_->impl_->note_step(*prepared_);
    try
    {
        return prepared_->statement.exec();
    }
    catch (const SQLite::Exception& error)
    {
        (void)prepared_->statement.tryReset();
        connection_->impl_->fail(error);
    }
}

std::int64_t Statement::integer()
{
    return prepared_->statement.getColumn(column_++).getInt64();
}

double Statement::real()
{
    return prepared_->statement.getColumn(column_++).getDouble();
}

std::string Statement::text()
{
    return prepared_->statement.getColumn(column_++).getString();
}

std::optional<UtcMillis> Statement::optional_time()
{
    if (!next_is_null())
        return time();
    skip();
    return std::nullopt;
}

bool Statement::next_is_null() const
{
    return prepared_->statement.getColumn(column_).isNull();
}

std::vector<std::int64_t> Statement::integers()
{
    std::vector<std::int64_t> all;
    while (step())
        all.push_back(integer());
    return all;
}

}  // namespace hotwatch
