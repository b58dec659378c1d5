// Envelopes: whose turn it is, what the app acknowledged in time, and what is sent again.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "socket_mode.hpp"

namespace slack_sim
{

using namespace std::chrono_literals;

namespace
{

constexpr auto ack_budget = 3s;                     // platform section 3
constexpr std::size_t first_refused_size = 20'480;  // bytes of a whole ack frame

}  // namespace

bool SocketMode::send(Delivery delivery)
{
    const auto shared = std::make_shared<Delivery>(std::move(delivery));
    const auto fault = ground_.faults.strike({Fault::Kind::drop_envelope, Fault::Kind::delay_envelope,
                                              Fault::Kind::duplicate_envelope, Fault::Kind::redeliver_event},
                                             shared->kind, ground_.dice);
    if (!fault)
        return dispatch(shared);
    switch (fault->kind)
    {
    case Fault::Kind::drop_envelope:
        put(shared, nullptr, false);
        return true;
    case Fault::Kind::delay_envelope:
        ground_.agenda.plan(ground_.now + fault->delay, [this, shared] { dispatch(shared); });
        return true;
    case Fault::Kind::duplicate_envelope:
    {
        Registration* const registration = next_registration();
        put(shared, registration, registration != nullptr);
        return registration != nullptr;
    }
    default:
        const bool is_sent = dispatch(shared);
        if (is_sent && shared->kind == "events_api")
        {
            // The repetition stands alone: its acknowledgement settles nothing but itself.
            const auto again = std::make_shared<Delivery>(*shared);
            again->attempt = 3;
            dispatch(again);
        }
        return is_sent;
    }
}

SocketMode::Registration* SocketMode::next_registration()
{
    return registrations_.empty() ? nullptr : &registrations_[turn_++ % registrations_.size()];
}

bool SocketMode::dispatch(const Shared& delivery)
{
    Registration* const registration = next_registration();
    if (registration == nullptr)
    {
        if (delivery->kind == "events_api")
            retry(delivery);
        return false;
    }
    put(delivery, registration, false);
    return true;
}

void SocketMode::put(const Shared& delivery, Registration* registration, bool is_doubled)
{
    const std::string id = ground_.uuid();
    Ledger::Envelope entry;
    entry.id = id;
    entry.kind = delivery->kind;
    entry.what = delivery->what;
    entry.key = delivery->key;
    entry.socket = registration == nullptr ? 0 : registration->id;
    entry.sent = ground_.now;
    ground_.ledger.envelopes.push_back(std::move(entry));

    Sent& sent = sent_[id];
    sent.entry = ground_.ledger.envelopes.size() - 1;
    sent.delivery = delivery;
    sent.deadline = ground_.agenda.plan(ground_.now + ack_budget, [this, id] { silence(id); });
    if (registration == nullptr)
        return;

    std::string retry_fields;
    if (delivery->kind == "events_api")
        retry_fields = fmt::format(R"(,"retry_attempt":{},"retry_reason":"{}")", delivery->attempt,
                                   delivery->attempt == 0 ? "" : "timeout");
    const std::string frame =
        fmt::format(R"({{"envelope_id":"{}","payload":{},"type":"{}","accepts_response_payload":{}{}}})", id,
                    delivery->payload, delivery->kind, delivery->accepts_response, retry_fields);
    sent.sockets.push_back(registration->id);
    if (delivery->kind == "slash_commands")
        registration->commands.insert(id);
    if (is_doubled)
    {
        Registration* const second = next_registration();
        sent.copies = 2;
        sent.sockets.push_back(second->id);
        if (second->is_live)
            order(second->id, SocketOrder::What::text, frame);
    }
    transmit(*registration, frame);
}

void SocketMode::transmit(Registration& registration, const std::string& frame)
{
    if (!registration.is_live)
        return;  // a ghost: Slack believes it was sent
    if (ground_.faults.strike({Fault::Kind::cut_frame}, "", ground_.dice))
    {
        const SocketId socket = registration.id;
        remove(socket);
        return order(socket, SocketOrder::What::text_then_cut, frame);
    }
    order(registration.id, SocketOrder::What::text, frame);
}

void SocketMode::receive(SocketId socket, std::string_view frame, bool was_fragmented)
{
    Registration* const registration = find(socket);
    if (registration == nullptr || !registration->is_live)
        return violate(fmt::format("frame on socket {}, which is closed", socket));
    if (was_fragmented)
        return violate(fmt::format("fragmented frame of {} bytes", frame.size()));
    if (frame.size() >= first_refused_size)
        return violate(fmt::format("frame of {} bytes, Slack takes less than {}", frame.size(), first_refused_size));
    const Json ack = Json::parse(frame, nullptr, false);
    if (!ack.is_object() || !ack.contains("envelope_id") || !ack.at("envelope_id").is_string())
        return violate("frame is not an ack");
    const auto found = sent_.find(ack.at("envelope_id").get_ref<const std::string&>());
    if (found == sent_.end())
        return violate("ack of an envelope that was never sent");
    Sent& sent = found->second;
    Ledger::Envelope& entry = ground_.ledger.envelopes[sent.entry];
    if (std::ranges::find(sent.sockets, socket) == sent.sockets.end())
    {
        entry.wrong_socket = true;
        return violate(fmt::format("ack of {} on socket {}, it came on {}", entry.id, socket, entry.socket));
    }
    registration->commands.erase(entry.id);
    if (++entry.acks > sent.copies)
        return violate(fmt::format("ack number {} of {}", entry.acks, entry.id));
    if (entry.acks > 1)
        return;
    const std::string key = entry.key;  // the entry moves when the watcher sends more
    settle(sent, ack);
    if (ground_.watch.acked)
        ground_.watch.acked(key);
}

void SocketMode::settle(Sent& sent, const Json& ack)
{
    Ledger::Envelope& entry = ground_.ledger.envelopes[sent.entry];
    entry.acked = ground_.now;
    entry.in_time = ground_.now - entry.sent <= ack_budget;
    const Shared delivery = std::exchange(sent.delivery, nullptr);
    ground_.agenda.cancel(sent.deadline);

    Json payload;
    if (const auto given = ack.find("payload"); given != ack.end() && !given->is_null())
    {
        entry.ack_payload = *given;
        if (!given->is_object())
            violate(fmt::format("ack payload of {} is not an object", entry.id));
        else if (!given->empty() && !delivery->accepts_response)
            violate(fmt::format("ack payload for {} ({}), which takes none", entry.id, entry.kind));
        else if (!given->empty())
            payload = *given;
    }
    if (!entry.in_time || !delivery->on_ack)
        return;
    try
    {
        delivery->on_ack(payload);
    }
    catch (const Json::exception& wrong)
    {
        violate(fmt::format("ack payload for {} cannot be read: {}", delivery->what, wrong.what()));
    }
}

void SocketMode::silence(const std::string& envelope_id)
{
    Sent& sent = sent_.at(envelope_id);
    const Shared delivery = sent.delivery;
    // The delivery of a command stays known: should its socket die, it comes again.
    if (delivery->on_silence)
        delivery->on_silence();
    if (delivery->kind == "events_api")
        retry(delivery);
}

void SocketMode::retry(const Shared& delivery)
{
    // Near at once, after about a minute, after about five (platform section 4).
    constexpr std::array<std::chrono::seconds, 3> pauses{0s, 60s, 300s};
    const auto done = static_cast<std::size_t>(delivery->attempt);
    if (done >= pauses.size())
        return;
    const auto again = std::make_shared<Delivery>(*delivery);
    ++again->attempt;
    ground_.agenda.plan(ground_.now + pauses[done], [this, again] { dispatch(again); });
}

}  // namespace slack_sim
