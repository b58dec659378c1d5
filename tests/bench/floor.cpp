// What the machine can do at best: a Socket Mode client on plain Beast that only acknowledges, acknowledges after a
// commit each, or after group commit. It inserts rows for each /incident, as many and as large as it is told, and
// acknowledges every other command at once. Hotwatch is measured as a ratio to these.
//
//   bench_floor ack|commit|group ROWS BYTES DATABASE
//
// with SLACK_API_URL, SLACK_APP_TOKEN and SSL_CERT_FILE in the environment; BYTES is the size of one row. Ends by
// SIGTERM, or with its connection.
#include "bot/pch_net.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <mutex>
#include <thread>

namespace
{
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using Socket = beast::websocket::stream<beast::ssl_stream<beast::tcp_stream>>;
using nlohmann::json;

struct Address
{
    std::string host;
    std::string port;
    std::string path;
};

/// scheme://host:port/path; the simulator always names its port.
Address parse(const std::string& url)
{
    const auto host = url.find("//") + 2;
    const auto slash = url.find('/', host);
    const auto colon = url.find(':', host);
    return {url.substr(host, colon - host), url.substr(colon + 1, slash - colon - 1), url.substr(slash)};
}

std::string variable(const char* name)
{
    const char* const value = std::getenv(name);
    if (value == nullptr)
        throw std::runtime_error{std::string{name} + " is not set"};
    return value;
}

/// What the macro SSL_set_tlsext_host_name does, without its C cast.
void name_host(SSL* tls, const std::string& host)
{
    SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()));
}

std::string connection_url(asio::io_context& io, ssl::context& tls)
{
    const auto address = parse(variable("SLACK_API_URL"));
    beast::ssl_stream<beast::tcp_stream> stream{io, tls};
    name_host(stream.native_handle(), address.host);
    beast::get_lowest_layer(stream).connect(tcp::resolver{io}.resolve(address.host, address.port));
    stream.handshake(ssl::stream_base::client);
    beast::http::request<beast::http::string_body> request{beast::http::verb::post,
                                                           address.path + "apps.connections.open", 11};
    request.set(beast::http::field::host, address.host);
    request.set(beast::http::field::authorization, "Bearer " + variable("SLACK_APP_TOKEN"));
    request.set(beast::http::field::content_type, "application/x-www-form-urlencoded");
    request.prepare_payload();
    beast::http::write(stream, request);
    beast::flat_buffer buffer;
    beast::http::response<beast::http::string_body> response;
    beast::http::read(stream, buffer, response);
    return json::parse(response.body()).at("url").get<std::string>();
}

/// As many rows as told in one transaction for all that waited.
class Store
{
  public:
    Store(const std::string& path, int rows, std::size_t bytes)
        : database_(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE), rows_(rows), body_(bytes, 'x')
    {
        database_.exec("PRAGMA locking_mode=EXCLUSIVE");
        database_.exec("PRAGMA journal_mode=WAL");
        database_.exec("PRAGMA synchronous=FULL");
        database_.exec(
            "CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, key TEXT NOT NULL, body TEXT NOT NULL) STRICT");
        insert_ = std::make_unique<SQLite::Statement>(database_, "INSERT INTO row (key, body) VALUES (?, ?)");
    }
    void commit(const std::vector<std::string>& ids)
    {
        database_.exec("BEGIN IMMEDIATE");
        for (const auto& id : ids)
            for (int i = 0; i < rows_; ++i)
            {
                insert_->bind(1, id);
                insert_->bind(2, body_);
                insert_->exec();
                insert_->reset();
            }
        database_.exec("COMMIT");
    }

  private:
    SQLite::Database database_;
    std::unique_ptr<SQLite::Statement> insert_;
    int rows_;
    std::string body_;
};

class Floor
{
  public:
    Floor(asio::io_context& io, ssl::context& tls, std::unique_ptr<Store> store, bool groups)
        : io_(io), socket_(io, tls), store_(std::move(store)), groups_(groups)
    {
    }
    ~Floor()
    {
        {
            const std::lock_guard lock{mutex_};
            ending_ = true;
        }
        came_.notify_one();
        if (writer_.joinable())
            writer_.join();
    }

    asio::awaitable<void> run(std::string url)
    {
        const auto address = parse(url);
        name_host(socket_.next_layer().native_handle(), address.host);
        auto& tcp_layer = beast::get_lowest_layer(socket_);
        co_await tcp_layer.async_connect(tcp::resolver{io_}.resolve(address.host, address.port), asio::use_awaitable);
        tcp_layer.socket().set_option(tcp::no_delay{true});
        co_await socket_.next_layer().async_handshake(ssl::stream_base::client, asio::use_awaitable);
        socket_.auto_fragment(false);
        co_await socket_.async_handshake(address.host, address.path, asio::use_awaitable);
        if (store_)
            writer_ = std::thread{[this] { write_down(); }};
        beast::flat_buffer buffer;
        for (;;)
        {
            co_await socket_.async_read(buffer, asio::use_awaitable);
            const json frame = json::parse(beast::buffers_to_string(buffer.data()), nullptr, false);
            buffer.consume(buffer.size());
            if (!frame.is_object() || !frame.contains("envelope_id"))
                continue;
            auto id = frame["envelope_id"].get<std::string>();
            if (!store_ || frame["payload"].value("command", "") != "/incident")
                acknowledge(id);
            else
            {
                {
                    const std::lock_guard lock{mutex_};
                    waiting_.push_back(std::move(id));
                }
                came_.notify_one();
            }
        }
    }

  private:
    void write_down()
    {
        for (;;)
        {
            std::vector<std::string> batch;
            {
                std::unique_lock lock{mutex_};
                came_.wait(lock, [this] { return !waiting_.empty() || ending_; });
                if (ending_)
                    return;
                if (groups_)
                    batch.swap(waiting_);
                else
                {
                    batch.push_back(std::move(waiting_.front()));
                    waiting_.erase(waiting_.begin());
                }
            }
            store_->commit(batch);
            asio::post(io_,
                       [this, batch = std::move(batch)]
                       {
                           for (const auto& id : batch)
                               acknowledge(id);
                       });
        }
    }

    void acknowledge(const std::string& id)
    {
        acks_.push_back(R"({"envelope_id":")" + id +
                        R"(","payload":{"response_type":"ephemeral","text":"INC-1 declared."}})");
        if (acks_.size() == 1)
            write_next();
    }

    void write_next()
    {
        socket_.text(true);
        socket_.async_write(asio::buffer(acks_.front()),
                            [this](beast::error_code error, std::size_t)
                            {
                                if (error)
                                    return;
                                acks_.pop_front();
                                if (!acks_.empty())
                                    write_next();
                            });
    }

    asio::io_context& io_;
    Socket socket_;
    std::unique_ptr<Store> store_;
    bool groups_;
    std::deque<std::string> acks_;
    std::mutex mutex_;  // guards waiting_ and ending_
    std::condition_variable came_;
    std::vector<std::string> waiting_;
    bool ending_ = false;
    std::thread writer_;
};
}  // namespace

int main(int argc, char** argv)
{
    const std::string mode = argc == 5 ? argv[1] : "";
    if (mode != "ack" && mode != "commit" && mode != "group")
    {
        std::cerr << "usage: bench_floor ack|commit|group ROWS BYTES DATABASE\n";
        return 2;
    }
    try
    {
        asio::io_context io{1};
        ssl::context tls{ssl::context::tls_client};
        tls.load_verify_file(variable("SSL_CERT_FILE"));
        tls.set_verify_mode(ssl::verify_peer);
        auto store =
            mode == "ack" ? nullptr : std::make_unique<Store>(argv[4], std::stoi(argv[2]), std::stoul(argv[3]));
        Floor floor{io, tls, std::move(store), mode == "group"};
        asio::signal_set signals{io, SIGTERM, SIGINT};
        signals.async_wait([&io](beast::error_code, int) { io.stop(); });
        asio::co_spawn(io, floor.run(connection_url(io, tls)),
                       [&io](std::exception_ptr error)
                       {
                           if (error)
                               std::cerr << "bench_floor: the connection ended\n";
                           io.stop();
                       });
        io.run();
        return 0;
    }
    catch (const std::exception& error)
    {
        std::cerr << "bench_floor: " << error.what() << '\n';
        return 1;
    }
}
