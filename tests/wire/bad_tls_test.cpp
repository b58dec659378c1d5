// Peers that do not get as far as a certificate: nothing was sent to them, and it is said why.
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include <memory>
#include <thread>

#include "tests/slack_sim/certificate.hpp"
#include "tests/wire/transport_bench.hpp"

namespace hotwatch::testing
{
namespace
{
using namespace std::chrono_literals;
using Kind = slack::ApiResult::Kind;
using Treat = void (*)(int socket);

void hang_up(int) {}

void stay_mute(int socket)
{
    char ignored[4096];
    while (::recv(socket, ignored, sizeof ignored, 0) > 0)
        continue;  // until the client has had enough
}

void speak_plainly(int socket)
{
    constexpr std::string_view answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    (void)::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL);
    stay_mute(socket);
}

template <auto Free>
struct Freed
{
    template <typename Pointer>
    void operator()(Pointer* pointer) const
    {
        Free(pointer);
    }
};

/// With a certificate that is good, but no protocol later than TLS 1.1.
void speak_an_old_protocol(int socket)
{
    auto pattern = (std::filesystem::temp_directory_path() / "hotwatch-tls-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    const auto files = slack_sim::make_certificate(pattern, slack_sim::CertificateKind::good);
    std::filesystem::remove_all(pattern);
    const std::unique_ptr<BIO, Freed<&BIO_free>> chain{BIO_new_mem_buf(files.chain_pem.data(), -1)};
    const std::unique_ptr<BIO, Freed<&BIO_free>> key_text{BIO_new_mem_buf(files.key_pem.data(), -1)};
    const std::unique_ptr<X509, Freed<&X509_free>> leaf{PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr)};
    const std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>> key{
        PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr)};
    const std::unique_ptr<SSL_CTX, Freed<&SSL_CTX_free>> context{SSL_CTX_new(TLS_server_method())};
    SSL_CTX_set_cipher_list(context.get(), "DEFAULT:@SECLEVEL=0");
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
    ASSERT_EQ(SSL_CTX_use_certificate(context.get(), leaf.get()), 1);
    ASSERT_EQ(SSL_CTX_use_PrivateKey(context.get(), key.get()), 1);
    const std::unique_ptr<SSL, Freed<&SSL_free>> ssl{SSL_new(context.get())};
    SSL_set_fd(ssl.get(), socket);
    EXPECT_NE(SSL_accept(ssl.get()), 1) << "the client agreed to TLS 1.1";
    ERR_clear_error();
}

/// Takes connections until it is destroyed, and treats each as it was told to.
class Peer
{
  public:
    explicit Peer(Treat treat) : listening_(listening_socket(port_)), thread_([this, treat] { serve(treat); }) {}
    ~Peer()
    {
        ::shutdown(listening_, SHUT_RDWR);
        thread_.join();
        ::close(listening_);
    }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    [[nodiscard]] std::string api_url() const { return fmt::format("https://127.0.0.1:{}/api/", port_); }

  private:
    void serve(Treat treat) const
    {
        for (;;)
        {
            const int socket = ::accept(listening_, nullptr, nullptr);
            if (socket < 0)
                return;
            treat(socket);
            ::close(socket);
        }
    }

    std::uint16_t port_ = 0;
    int listening_;
    std::thread thread_;
};

struct BadPeer
{
    const char* name;
    Treat treat;
};

void PrintTo(const BadPeer& peer, std::ostream* out)
{
    *out << peer.name;
}

class BadTls : public ::testing::TestWithParam<BadPeer>
{
};

TEST_P(BadTls, IsRefusedBeforeATokenLeaves)
{
    const Peer peer{GetParam().treat};
    Client client{peer.api_url()};
    const auto result = client.call({.method = "auth.test", .timeout = 1s});
    EXPECT_EQ(result.kind, Kind::not_sent) << result.error;
    EXPECT_TRUE(result.error.starts_with("TLS: ") || result.error == "timed out") << result.error;
}

INSTANTIATE_TEST_SUITE_P(OfEachKind, BadTls,
                         ::testing::Values(BadPeer{"hangs_up", hang_up}, BadPeer{"is_mute", stay_mute},
                                           BadPeer{"speaks_plainly", speak_plainly},
                                           BadPeer{"speaks_an_old_protocol", speak_an_old_protocol}),
                         [](const auto& test) { return std::string{test.param.name}; });

}  // namespace
}  // namespace hotwatch::testing
