// A server of npm's node-hl7-server; it prints its port; NO... it refuses.
const { createRequire } = require('node:module');
const { createServer } = require('node:net');
const { Server } = createRequire(process.env.PEER_MODULES + '/')('node-hl7-server');

const probe = createServer().listen(0, '127.0.0.1', () => {
  const { port } = probe.address();
  probe.close(() => {
    const inbound = new Server({ bindAddress: '127.0.0.1' }).createInbound(
      { port },
      async (asked, answer) => {
        const name = asked.getMessage().get('MSH.10').toString();
        await answer.sendResponse(name.startsWith('NO') ? 'AR' : 'AA');
      },
    );
    inbound.on('listen', () => console.log(port));
  });
});
