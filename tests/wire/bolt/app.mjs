// A small bot on Slack's own library. It plays against the simulator, unchanged: what it cannot do there, the simulator does wrong.
import bolt from '@slack/bolt';

const { App, LogLevel } = bolt;

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: LogLevel.INFO,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

const button = (label, action) => ({
  type: 'actions',
  block_id: `${action}-block`,
  elements: [{ type: 'button', action_id: action, text: { type: 'plain_text', text: label }, value: 'referee' }],
});

const section = (text) => ({ type: 'section', text: { type: 'mrkdwn', text } });

const form = {
  type: 'modal',
  callback_id: 'referee_form',
  title: { type: 'plain_text', text: 'Referee' },
  submit: { type: 'plain_text', text: 'Send' },
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: { type: 'plain_text', text: 'Reason' },
      element: { type: 'plain_text_input', action_id: 'text' },
    },
  ],
};

// Slash command: bare ack, then the response_url; `/incident quick` answers inside the ack.
app.command('/incident', async ({ command, ack, respond }) => {
  if (command.text === 'quick') {
    await ack({ text: 'answered in the ack' });
    return;
  }
  await ack();
  await respond({
    text: `heard: ${command.text}`,
    blocks: [section(`heard: ${command.text}`), button('Change', 'change')],
  });
});

// The button on that ephemeral answer replaces it.
app.action('change', async ({ ack, respond }) => {
  await ack();
  await respond({ replace_original: true, text: 'changed by the button' });
});

app.event('app_mention', async ({ event, say }) => {
  await say({
    text: `mentioned by <@${event.user}>`,
    blocks: [section(`mentioned by <@${event.user}>`), button('Ask', 'ask')],
    thread_ts: event.thread_ts ?? event.ts,
  });
});

app.action('ask', async ({ ack, body, client }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view: form });
});

app.shortcut('declare_incident', async ({ ack, shortcut, client }) => {
  await ack();
  await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
});

// Too short is an error on the field; long enough closes the form and is told by DM.
app.view('referee_form', async ({ ack, body, view, client }) => {
  const reason = view.state.values.reason.text.value;
  if (reason.length < 5) {
    await ack({ response_action: 'errors', errors: { reason: 'longer, please' } });
    return;
  }
  await ack();
  const { channel } = await client.conversations.open({ users: body.user.id });
  await client.chat.postMessage({ channel: channel.id, text: `reason: ${reason}` });
});

app.error(async (error) => {
  console.error('bolt error:', error);
});

const joined = await app.client.conversations.list({ types: 'public_channel', limit: 100 });
const general = joined.channels.find((channel) => channel.name === 'general');
await app.client.conversations.join({ channel: general.id });
await app.start();
console.log('referee is up');

process.on('SIGTERM', async () => {
  await app.stop();
  process.exit(0);
});
