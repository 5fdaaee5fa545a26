// Servers and clients of more MLLP engines from npm: node mllp-engines.mjs ENGINE serve|send [PORT]
// A server prints its port, and refuses what is named NO...; a client sends what it reads,
// one message after another, and prints MSA-1 and MSA-2 of each answer.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';

const [engine, job, port] = process.argv.slice(2);
const modules = createRequire(process.env.PEER_MODULES + '/');
const load = (name) => import(pathToFileURL(modules.resolve(name)));
const told = () => readFileSync(0, 'utf8').split('\f').map((t) => t.replaceAll('\n', '\r'));

const engines = {
  async 'simple-hl7'() {
    const hl7 = modules('simple-hl7');
    return {
      serve() {
        const app = hl7.tcp();
        app.use((asked, answer, next) => {
          const refused = String(asked.msg.header.getField(8)).startsWith('NO');
          if (refused) answer.ack.getSegment('MSA').setField(1, 'AR');
          next();
        });
        app.use((asked, answer) => answer.end());
        app.start(0);
        const { server } = app.server ?? app;
        server.on('listening', () => console.log(server.address().port));
      },
      async send(texts) {
        const client = hl7.Server.createTcpClient({ host: '127.0.0.1', port, keepalive: true });
        const parser = new hl7.Parser({ segmentSeperator: '\r' });
        for (const text of texts) {
          const answer = await new Promise((done, failed) => client.send(
            parser.parse(text), (error, ack) => (error ? failed(error) : setImmediate(done, ack))));
          const msa = answer.getSegment('MSA');
          console.log(`${msa.getField(1)} ${msa.getField(2)}`);
        }
        client.close();
      },
    };
  },
  async 'hl7v2-net'() {
    const { HL7Server, Hl7Client } = await load('hl7v2-net');
    const { HL7Message } = await load('hl7v2');
    const one = (message, segment, field) => message.getSegment(segment).field(field).getValue();
    return {
      async serve() {
        const server = HL7Server.createServer();
        server.use(async (asked, answer) => {
          const refused = String(one(asked.message, 'MSH', 10)).startsWith('NO');
          if (refused) answer.message.getSegment('MSA').field(1).setValue('AR');
        });
        server.on('error', (error) => console.error(error));
        await server.listen(0, '127.0.0.1');
        console.log(server.address().port);
      },
      async send(texts) {
        const client = Hl7Client.createClient({ host: '127.0.0.1', port: Number(port) });
        await client.connect();
        for (const text of texts) {
          const answer = await client.sendMessageWaitAck(HL7Message.parse(text));
          console.log(`${one(answer, 'MSA', 1)} ${one(answer, 'MSA', 2)}`);
        }
        await client.close();
      },
    };
  },
  async '@medplum/hl7'() {
    const { Hl7Server, Hl7Client } = await load('@medplum/hl7');
    const { Hl7Message } = await load('@medplum/core');
    return {
      async serve() {
        const server = new Hl7Server((connection) => {
          connection.addEventListener('message', ({ message }) => {
            const refused = message.getSegment('MSH').getField(10).toString().startsWith('NO');
            connection.send(message.buildAck({ ackCode: refused ? 'AR' : 'AA' }));
          });
        });
        await server.start(0);
        console.log(server.server.address().port);
      },
      async send(texts) {
        const client = new Hl7Client({ host: '127.0.0.1', port: Number(port) });
        for (const text of texts) {
          const answer = await client.sendAndWait(Hl7Message.parse(text));
          const msa = answer.getSegment('MSA');
          console.log(`${msa.getField(1)} ${msa.getField(2)}`);
        }
        await client.close();
      },
    };
  },
};

const peer = await engines[engine]();
await (job === 'serve' ? peer.serve() : peer.send(told()));
