#include "tests/slack_sim/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <fstream>
#include <memory>
#include <stdexcept>

namespace slack_sim
{

namespace
{
template <auto free>
struct Free
{
    void operator()(auto* object) const { free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;

constexpr long day = 86'400;  // seconds

void must(bool is_done, const char* what)
{
    if (is_done)
        return;
    char why[256];
    ERR_error_string_n(ERR_get_error(), why, sizeof why);
    throw std::runtime_error{std::string{"the simulator's certificate: "} + what + ": " + why};
}

Key new_key()
{
    Key key{EVP_EC_gen("P-256")};
    must(key != nullptr, "no key");
    return key;
}

void add_extension(X509& certificate, X509& issuer, int nid, const char* value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
    const Extension extension{X509V3_EXT_conf_nid(nullptr, &context, nid, value)};
    must(extension != nullptr && X509_add_ext(&certificate, extension.get(), -1) == 1, value);
}

/// Unsigned; valid from `from` to `to`, seconds from now.
Certificate blank(EVP_PKEY& key, const char* name, long from, long to)
{
    Certificate certificate{X509_new()};
    must(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1, "no certificate");
    std::uint64_t serial = 0;
    must(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "no serial number");
    must(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1U) == 1, "serial number");
    must(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from) != nullptr, "start");
    must(X509_gmtime_adj(X509_getm_notAfter(certificate.get()), to) != nullptr, "end");
    must(X509_set_pubkey(certificate.get(), &key) == 1, "public key");
    must(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(name), -1, -1, 0) == 1,
         "subject");
    return certificate;
}

void sign(X509& certificate, X509& issuer, EVP_PKEY& issuer_key)
{
    must(X509_set_issuer_name(&certificate, X509_get_subject_name(&issuer)) == 1, "issuer");
    must(X509_sign(&certificate, &issuer_key, EVP_sha256()) > 0, "signature");
}

std::string pem_of(const auto& write)
{
    const Bio out{BIO_new(BIO_s_mem())};
    must(out != nullptr && write(out.get()) == 1, "PEM");
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pem(X509& certificate)
{
    return pem_of([&](BIO* out) { return PEM_write_bio_X509(out, &certificate); });
}

Certificate server_certificate(EVP_PKEY& key, CertificateKind kind)
{
    switch (kind)
    {
    case CertificateKind::expired:
        return blank(key, "Slack simulator", -3 * day, -day);
    case CertificateKind::not_yet:
        return blank(key, "Slack simulator", day, 30 * day);
    default:
        return blank(key, "Slack simulator", -day, 30 * day);
    }
}
}  // namespace

CertificateFiles make_certificate(const std::filesystem::path& directory, CertificateKind kind)
{
    const Key authority_key = new_key();
    const Certificate authority = blank(*authority_key, "Slack simulator authority", -day, 31 * day);
    add_extension(*authority, *authority, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(*authority, *authority, NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(*authority, *authority, NID_subject_key_identifier, "hash");
    sign(*authority, *authority, *authority_key);

    const Key key = new_key();
    const Certificate server = server_certificate(*key, kind);
    const bool is_own_issuer = kind == CertificateKind::self_signed;
    X509& issuer = is_own_issuer ? *server : *authority;
    must(X509_set_issuer_name(server.get(), X509_get_subject_name(&issuer)) == 1, "issuer");
    add_extension(*server, issuer, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(*server, issuer, NID_key_usage, "critical,digitalSignature");
    add_extension(*server, issuer, NID_ext_key_usage, "serverAuth");
    add_extension(*server, issuer, NID_subject_alt_name,
                  kind == CertificateKind::wrong_host ? "DNS:slack.example" : "DNS:localhost,IP:127.0.0.1,IP:::1");
    sign(*server, issuer, is_own_issuer ? *key : *authority_key);

    std::filesystem::create_directories(directory);
    CertificateFiles files{
        directory / "ca.pem", pem(*server),
        pem_of([&](BIO* out)
               { return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); })};
    std::ofstream out{files.authority, std::ios::trunc};
    out << pem(*authority) << std::flush;
    if (!out)
        throw std::runtime_error{"cannot write " + files.authority.string()};
    return files;
}

}  // namespace slack_sim
