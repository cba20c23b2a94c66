// Follows a private and a presence channel with pusher-js; says each thing that happens in a line.
const pusher = require('pusher-js');
const Pusher = pusher.Pusher || pusher;
const [port, token, channel, presence, foreign] = process.argv.slice(2);
const say = (...words) => console.log(words.join(' '));

const client = new Pusher('archway', {
  cluster: '',
  wsHost: '127.0.0.1',
  wsPort: Number(port),
  forceTLS: false,
  enabledTransports: ['ws'],
  enableStats: false,
  channelAuthorization: {
    transport: 'ajax',
    endpoint: `http://127.0.0.1:${port}/api/broadcasting/auth`,
    headers: { Authorization: `Bearer ${token}` },
  },
});
client.connection.bind('state_change', (states) => say('state', states.current));
let told = 0;
client.connection.bind('error', (error) => {
  const code = error && error.data && error.data.code;
  if (code !== told) say('error', code || JSON.stringify(error)); // it is told again when it closes
  told = code;
});

const follow = (name) => {
  const subscribed = client.subscribe(name);
  subscribed.bind('pusher:subscription_succeeded', (members) =>
    say('subscribed', name, members && members.count ? members.count : 0));
  subscribed.bind('pusher:subscription_error', (error) => say('refused', name, error.status));
  return subscribed;
};
follow(channel).bind('medium_updated', (data) => say('medium', data.media_id));
follow(presence);
follow(foreign);
