// A server of npm's node-hl7-server; it prints its port, then what it gets.
const { createRequire } = require('node:module');
const { createServer } = require('node:net');
const { Server } = createRequire(process.env.PEER_MODULES + '/')('node-hl7-server');

const probe = createServer().listen(0, '127.0.0.1', () => {
  const { port } = probe.address();
  probe.close(() => {
    const inbound = new Server({ bindAddress: '127.0.0.1' }).createInbound(
      { port },
      async (_, answer) => answer.sendResponse('AA'),
    );
    inbound.on('listen', () => console.log(port));
  });
});
