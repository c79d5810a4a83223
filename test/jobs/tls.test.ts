/** A Redis behind TLS with users of its own: whose certificate is trusted, and who is let in. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parkadeAlone, scratchFolder } from '../cli/parkade.ts';
import { freePort, ownRedis, redisInstalled } from './redis-server.ts';

const folder = scratchFolder();
const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];

/** A certificate that nobody has signed but itself. */
function certified(): boolean {
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...names];
  return spawnSync('openssl', words).status === 0;
}

test.skipIf(!redisInstalled || !certified())(
  'rediss:// with a user: trusted and let in, or told why not (redis-server, openssl)',
  async () => {
    const port = await freePort();
    const tls = ['--tls-port', `${port}`, '--tls-cert-file', certificate, '--tls-key-file', key];
    const user = ['--user', 'lab', 'on', '>sesame', '~*', '&*', '+@all'];
    const redis = await ownRedis(...tls, '--tls-auth-clients', 'no', ...user);
    onTestFinished(redis.end);
    const worker = (env: NodeJS.ProcessEnv) =>
      parkadeAlone(['worker', '--engine', `rediss://localhost:${port}`, '--threads', '1', '--once'], folder, {
        ...{ PARKADE_REDIS_USER: 'lab', PARKADE_REDIS_PASSWORD: 'sesame', NODE_EXTRA_CA_CERTS: certificate },
        ...env,
      });
    const letIn = worker({});
    expect(letIn.code, letIn.stderr).toBe(0);
    expect(letIn.stdout).toContain(`Takes work from rediss://lab:***@localhost:${port}`);
    const untrusted = worker({ NODE_EXTRA_CA_CERTS: '' });
    expect(untrusted.code).toBe(2);
    expect(untrusted.stderr).toMatch(/certificate is trusted, but that of \S+ is not \(\w+\); set NODE_EXTRA_CA_CERTS/);
    const stranger = worker({ PARKADE_REDIS_PASSWORD: 'open' });
    expect(stranger.code).toBe(2);
    expect(stranger.stderr).toMatch(/lets us in, but \S+ says "WRONGPASS/);
    expect(untrusted.stderr + stranger.stderr + letIn.stdout).not.toMatch(/sesame|:open@/);
  },
);
