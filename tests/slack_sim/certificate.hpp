// A certificate authority of the simulator's own, made anew at each start, and the server certificate it signs: good,
// or bad in one of the ways that a client must refuse.
#pragma once

#include <filesystem>
#include <string>

namespace slack_sim
{

enum class CertificateKind
{
    good,         // localhost, 127.0.0.1 and ::1; valid for 30 days
    expired,      // since yesterday
    not_yet,      // from tomorrow on
    wrong_host,   // for slack.example only
    self_signed,  // by itself; the authority in ca.pem does not vouch for it
};

struct CertificateFiles
{
    std::filesystem::path authority;  // what a client's SSL_CERT_FILE or NODE_EXTRA_CA_CERTS names
    std::string chain_pem;
    std::string key_pem;
};

/// Writes `directory`/ca.pem; the keys stay in memory. Validity counts from the machine's wall clock, as TLS does, not
/// from the simulator's. Throws std::runtime_error where OpenSSL or the disk refuses.
CertificateFiles make_certificate(const std::filesystem::path& directory, CertificateKind kind);

}  // namespace slack_sim
