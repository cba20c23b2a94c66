#!/usr/bin/env python3
"""run_peers.py - start each peer on loopback in a clean folder, run the same workloads on each, interleaved (A B A B), print medians.

  run_peers.py --rounds 3 --peers orthanc,storescp,dcm4che --workloads ct1,ct4,multi,tiny1,tiny4,tiny16 --out results.jsonl
  run_peers.py --peers wlmscpfs,orthanc --workloads mwl --items 1000 --rounds 3
  run_peers.py --launch 'gateway:AET:java -jar gateway.jar --port {port} --http {http} --dir {dir}' ...     (server under test, as one more peer)
  run_peers.py --target 'gateway:HOST:PORT:AET:PID' ...                                                     (already running; PID may be left out)
  run_peers.py --list

Environment: BENCH_TMP work folder (data, builds, peers' folders; default ./bench-tmp), DCM4CHE_CP class path of a dcm4che build with the
storescp tool (and a slf4j back end), PGBIN folder of the PostgreSQL programs, CC compiler.
Everything started is stopped by its own pid.  Every peer that is missing is left out with a line saying so.
"""
import argparse, glob, json, os, shutil, signal, socket, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
TMP = os.path.abspath(os.environ.get('BENCH_TMP', 'bench-tmp'))
BIN = os.path.join(TMP, 'dimsebench')
ENV_ND = dict(os.environ, TCP_NODELAY='1')


def sh(cmd, **kw):
    return subprocess.run(cmd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **kw)


def build():
    os.makedirs(TMP, exist_ok=True)
    src = os.path.join(HERE, 'dimsebench.c')
    if not os.path.exists(BIN) or os.path.getmtime(BIN) < os.path.getmtime(src):
        subprocess.run([os.environ.get('CC', 'cc'), '-O2', '-pthread', '-o', BIN, src, '-lm'], check=True)


def data(kind, *args, name=None):
    d = os.path.join(TMP, 'data', name or kind)
    if not os.path.isdir(d):
        subprocess.run([sys.executable, os.path.join(HERE, 'gen.py'), kind, '--out', d + '.part', *map(str, args)], check=True)
        os.rename(d + '.part', d)
    return d


def compressed(src, tool, opt, name):
    d = os.path.join(TMP, 'data', name)
    if not os.path.isdir(d):
        os.makedirs(d + '.part')
        for f in sorted(glob.glob(os.path.join(src, '*.dcm'))):
            subprocess.run([tool, *opt, f, os.path.join(d + '.part', os.path.basename(f))], check=True)
        os.rename(d + '.part', d)
    return d


def free_port():
    s = socket.socket(); s.bind(('127.0.0.1', 0)); p = s.getsockname()[1]; s.close(); return p


# ---- peers: each returns (command, environment, aet) or None when it is not installed ----

def plugin(name):
    if os.environ.get('ORTHANC_PLUGINS'):
        return os.path.join(os.environ['ORTHANC_PLUGINS'], name)
    for pkg in ('orthanc', 'orthanc-dicomweb', 'orthanc-postgresql', 'orthanc-gdcm'):
        for l in sh(['dpkg', '-L', pkg]).stdout.split('\n'):
            if l.endswith('/plugins/' + name):
                return l
    return None


def orthanc(d, port, http, items, nodelay=True, extra=None, wl=False, pdu=16384):
    exe = shutil.which('Orthanc') or next((l for l in sh(['dpkg', '-L', 'orthanc']).stdout.split('\n') if l.endswith('bin/Orthanc')), None)
    if not exe:
        return None
    c = {'Name': 'bench', 'StorageDirectory': d + '/db', 'IndexDirectory': d + '/db', 'HttpPort': http, 'DicomPort': port, 'DicomAet': 'ORTHANC', 'DicomCheckCalledAet': False,
         'RemoteAccessAllowed': False, 'AuthenticationEnabled': False, 'DicomAlwaysAllowStore': True, 'DicomAlwaysAllowFind': True, 'DicomAlwaysAllowFindWorklist': True, 'MaximumPduLength': pdu,
         'Plugins': [p for p in [plugin('libOrthancDicomWeb.so')] + ([plugin('libModalityWorklists.so')] if wl else []) if p],
         'DicomWeb': {'Enable': True, 'Root': '/dicom-web/', 'EnableWado': True}, 'Worklists': {'Enable': wl, 'Database': items or d}, 'LimitFindResults': 0, 'LimitFindInstances': 0}
    c.update(extra or {})
    with open(d + '/orthanc.json', 'w') as f:
        json.dump(c, f)
    return [exe, d + '/orthanc.json'], ENV_ND if nodelay else os.environ, 'ORTHANC'


def orthanc_pg(d, port, http, items):
    pgbin, lib = os.environ.get('PGBIN'), plugin('libOrthancPostgreSQLIndex.so')
    if not pgbin or not lib or not os.environ.get('PGPORT'):
        return None                                     # wants a running cluster: PGBIN, PGHOST, PGPORT, PGUSER; see README
    db = 'orthanc_%d' % port
    subprocess.run([pgbin + '/createdb', '-U', os.environ.get('PGUSER', 'postgres'), db], check=True)
    r = orthanc(d, port, http, items, extra={'PostgreSQL': {'EnableIndex': True, 'EnableStorage': False, 'Host': os.environ.get('PGHOST', '127.0.0.1'), 'Port': int(os.environ['PGPORT']), 'Database': db,
                                                           'Username': os.environ.get('PGUSER', 'postgres'), 'Password': os.environ.get('PGPASSWORD', ''), 'Lock': False}})
    j = json.load(open(d + '/orthanc.json')); j['Plugins'].append(lib); json.dump(j, open(d + '/orthanc.json', 'w'))
    return r


def dcmqrscp(d, port, http, items):
    if not shutil.which('dcmqrscp'):
        return None
    os.makedirs(d + '/db')
    with open(d + '/q.cfg', 'w') as f:
        f.write('NetworkTCPPort = %d\nMaxPDUSize = 131072\nMaxAssociations = 64\nHostTable BEGIN\nHostTable END\nVendorTable BEGIN\nVendorTable END\nAETable BEGIN\nQRSCP %s/db RW (20000, 4096mb) ANY\nAETable END\n' % (port, d))
    return ['dcmqrscp', '-c', d + '/q.cfg', '-dhl', str(port)], ENV_ND, 'QRSCP'


def storescp(d, port, http, items, env=ENV_ND, opts=('--fork', '-pdu', '131072')):
    os.makedirs(d + '/db')
    return (['storescp', '+xa', *opts, '-dhl', '-od', d + '/db', str(port)], env, 'STORESCP') if shutil.which('storescp') else None


def dcm4che(tool, d, port, opts, heap=()):
    cp = os.environ.get('DCM4CHE_CP')
    return (['java', *heap, '-cp', cp, tool, *opts], os.environ, 'DCM4CHE') if cp else None


def wlmscpfs(d, port, http, items, env=ENV_ND):
    if not shutil.which('wlmscpfs') or not items:
        return None
    os.makedirs(d + '/wl'); os.symlink(items, d + '/wl/WLM')
    return ['wlmscpfs', '-dfp', d + '/wl', '-dhl', '--max-associations', '64', str(port)], env, 'WLM'


PEERS = {
    'sink': ('null SCP of this kit: stores nothing (protocol ceiling)', lambda d, p, h, i: ([BIN, 'sink', '--port', str(p)], os.environ, 'SINK')),
    'sink-quickack': ('null SCP that sets TCP_QUICKACK: what a server can do for SCUs with Nagle on', lambda d, p, h, i: ([BIN, 'sink', '--port', str(p), '--quickack'], os.environ, 'SINK')),
    'sink-files': ('null SCP, each object written to a file', lambda d, p, h, i: ([BIN, 'sink', '--port', str(p), '--dir', d], os.environ, 'SINK')),
    'sink-durable': ('null SCP, each object in a file and fdatasync before the answer', lambda d, p, h, i: ([BIN, 'sink', '--port', str(p), '--dir', d, '--sync'], os.environ, 'SINK')),
    'storescp': ('DCMTK storescp, forking, PDU 131072, TCP_NODELAY=1 (its best)', storescp),
    'storescp-default': ('DCMTK storescp as shipped (single process, PDU 16384, Nagle on)', lambda d, p, h, i: storescp(d, p, h, i, os.environ, ())),
    'dcmqrscp': ('DCMTK dcmqrscp, PDU 131072, TCP_NODELAY=1', dcmqrscp),
    'orthanc': ('Orthanc, SQLite index, DICOMweb plugin, TCP_NODELAY=1', orthanc),
    'orthanc-default': ('Orthanc as shipped (Nagle on in its DCMTK)', lambda d, p, h, i: orthanc(d, p, h, i, nodelay=False)),
    'orthanc-nosync': ('Orthanc with SyncStorageArea false, PDU 131072, TCP_NODELAY=1', lambda d, p, h, i: orthanc(d, p, h, i, pdu=131072, extra={'SyncStorageArea': False})),
    'orthanc-pg': ('Orthanc, PostgreSQL index', orthanc_pg),
    'orthanc-wl': ('Orthanc with the sample worklist plugin', lambda d, p, h, i: orthanc(d, p, h, i, wl=True) if i else None),
    'dcm4che': ('dcm4che storescp tool, defaults', lambda d, p, h, i: dcm4che('org.dcm4che3.tool.storescp.StoreSCP', d, p, ['-b', 'DCM4CHE:%d' % p, '--accept-unknown', '--directory', d + '/db'])),
    'dcm4che-bigpdu': ('dcm4che storescp tool, PDU 131072', lambda d, p, h, i: dcm4che('org.dcm4che3.tool.storescp.StoreSCP', d, p, ['-b', 'DCM4CHE:%d' % p, '--accept-unknown', '--max-pdulen-rcv', '131072', '--directory', d + '/db'])),
    'dcm4che-qr': ('dcm4che dcmqrscp tool (DICOMDIR index)', lambda d, p, h, i: dcm4che('org.dcm4che3.tool.dcmqrscp.DcmQRSCP', d, p, ['-b', 'DCM4CHE:%d' % p, '--all-storage', '--no-query', '--no-retrieve', '--dicomdir', d + '/DICOMDIR'])),
    'wlmscpfs': ('DCMTK wlmscpfs, forking, TCP_NODELAY=1', wlmscpfs),
    'wlmscpfs-default': ('DCMTK wlmscpfs as shipped', lambda d, p, h, i: wlmscpfs(d, p, h, i, os.environ)),
}


class Server:
    def __init__(self, name, spec, launch, items, keep=None):
        self.name, self.proc, self.host = name, None, '127.0.0.1'
        if spec:                                            # already running
            self.host, self.port, self.aet, self.pid, self.dir = spec[0], int(spec[1]), spec[2], int(spec[3]) if len(spec) > 3 and spec[3] else 0, None
            return
        self.dir = os.path.join(TMP, 'run', name)
        self.port, self.http = (keep.port, keep.http) if keep else (free_port(), free_port())
        if not keep:
            shutil.rmtree(self.dir, ignore_errors=True); os.makedirs(self.dir)
        if launch:
            c = (['sh', '-c', 'exec ' + launch[1].format(dir=self.dir, port=self.port, http=self.http, items=items or '')], os.environ, launch[0])
        else:
            c = PEERS[name][1](self.dir, self.port, self.http, items)
        if not c:
            raise LookupError
        self.aet, log = c[2], open(self.dir + '/log', 'w')
        self.proc = subprocess.Popen(c[0], env=c[1], stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, cwd=self.dir)
        self.pid = self.proc.pid
        for _ in range(300):
            if self.proc.poll() is not None:
                raise RuntimeError('%s ended at once; see %s/log' % (name, self.dir))
            if sh([BIN, 'echo', '--port', str(self.port), '--aet', self.aet, '--count', '1', '--timeout', '5']).returncode == 0:
                return
            time.sleep(0.1)
        self.stop(); raise RuntimeError(name + ' does not answer C-ECHO')

    def stop(self):
        if self.proc:
            self.proc.terminate()
            try:
                self.proc.wait(20)
            except subprocess.TimeoutExpired:
                self.proc.kill(); self.proc.wait()
            try:
                os.killpg(self.proc.pid, signal.SIGKILL)    # forked children of this one server (its own session)
            except ProcessLookupError:
                pass
        if self.dir:
            shutil.rmtree(self.dir, ignore_errors=True)

    def scu(self, args, timeout):                           # a real SCU (DCMTK, Nagle on as shipped): wall time of one association
        tool, opts, folder = args[1], args[2], args[3]
        n, mb = len(glob.glob(folder + '/*.dcm')), sum(os.path.getsize(f) for f in glob.glob(folder + '/*.dcm')) / 1e6
        t = time.time()
        try:
            r = subprocess.run([tool, *opts, '-aec', self.aet, self.host, str(self.port), folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=timeout).returncode
        except subprocess.TimeoutExpired:
            r = 1
        t = time.time() - t
        return {'label': self.name, 'op': tool, 'ok': n, 'bad': int(r != 0), 'seconds': t, 'per_s': n / t, 'MB_s': mb / t, 'p50_ms': t / n * 1e3}

    def load(self, args, timeout):
        if args[0] == 'scu':
            return self.scu(args, timeout)
        cmd = [BIN, args[0], '--host', self.host, '--port', str(self.port), '--aet', self.aet, '--json', '--label', self.name] + (['--pid', str(self.pid)] if self.pid else []) + [str(a) for a in args[1:]]
        try:
            r = subprocess.run(cmd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=timeout)
        except subprocess.TimeoutExpired:
            return {'label': self.name, 'ok': 0, 'bad': 1, 'error': 'over %d s' % timeout}
        return json.loads(r.stdout) if r.stdout.strip() else {'label': self.name, 'ok': 0, 'bad': 1, 'error': r.stderr.strip()[-150:]}


def workloads(a):
    s = a.scale
    n = lambda v: max(1, int(v * s))
    W = {
        'ct1': lambda: ['store', '--assoc', 1, '--count', n(1200), '--study-size', 400, data('ctseries')],
        'ct4': lambda: ['store', '--assoc', 4, '--count', n(1600), '--study-size', 400, data('ctseries')],
        'multi': lambda: ['store', '--assoc', 1, '--count', n(6), '--study-size', 1, data('ctmulti')],
        'io4': lambda: ['store', '--assoc', 4, '--count', n(400), '--study-size', 4, data('io'), data('px')],
        'jls4': lambda: ['store', '--assoc', 4, '--count', n(400), '--study-size', 4, compressed(data('io'), 'dcmcjpls', [], 'io-jls')],
        'tiny1': lambda: ['store', '--assoc', 1, '--count', n(2000), '--study-size', 4, data('tiny')],
        'tiny4': lambda: ['store', '--assoc', 4, '--count', n(4000), '--study-size', 4, data('tiny')],
        'tiny16': lambda: ['store', '--assoc', 16, '--count', n(4000), '--study-size', 4, data('tiny')],
        'reassoc': lambda: ['store', '--assoc', 4, '--count', n(400), '--reassoc', 1, '--study-size', 4, data('tiny')],
        'scu-tiny': lambda: ['scu', 'storescu', ['+sd'], data('tiny')],
        'scu-ct': lambda: ['scu', 'storescu', ['+sd', '-xe'], data('ctseries', '--count', 40, name='ct40')],
        'dcmsend-tiny': lambda: ['scu', 'dcmsend', ['+sd'], data('tiny')],
        'echo': lambda: ['echo', '--assoc', 1, '--count', n(2000)],
    }
    for m, c in (('patient', a.queries), ('accession', a.queries), ('station-date', a.queries), ('station', max(1, a.queries // 10)), ('all', max(1, a.queries // 20))):
        for k in (1, 4):
            W['mwl-%s%d' % (m, k)] = lambda m=m, c=c, k=k: ['find', '--mode', m, '--assoc', k, '--count', n(c), '--items', a.items]
    return W


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--peers', default='sink,storescp,dcmqrscp,orthanc,dcm4che')
    p.add_argument('--workloads', default='ct1,ct4,multi,tiny1,tiny4,tiny16')
    p.add_argument('--rounds', type=int, default=3)
    p.add_argument('--scale', type=float, default=1)
    p.add_argument('--items', type=int, default=1000)
    p.add_argument('--queries', type=int, default=200)
    p.add_argument('--timeout', type=int, default=120, help='seconds for one workload at one peer')
    p.add_argument('--out', help='raw results, one JSON object a line (appended)')
    p.add_argument('--launch', action='append', default=[], help='NAME:AET:COMMAND with {dir} {port} {http} {items}')
    p.add_argument('--target', action='append', default=[], help='NAME:HOST:PORT:AET[:PID]')
    p.add_argument('--fresh', action='store_true', help='a fresh server for every workload, not one a round')
    p.add_argument('--warm', type=int, default=0, help='tiny objects stored before the first workload (JIT warm-up)')
    p.add_argument('--ref', default='sink', help='peer that the ratios are taken to')
    p.add_argument('--list', action='store_true')
    a = p.parse_args()
    build()
    W = workloads(a)
    if a.list:
        for n, (d, _) in PEERS.items():
            print('%-18s %s' % (n, d))
        print('workloads:', ' '.join(W)); return
    todo = [x for w in a.workloads.split(',') for x in ([k for k in W if k.startswith(w)] if w in ('mwl',) else [w])]
    items = data('worklist', '--count', a.items, name='wl%d' % a.items) if any(w.startswith('mwl') for w in todo) else None
    args = {w: W[w]() for w in todo}
    targets = {t.split(':')[0]: t.split(':')[1:] for t in a.target}
    launch = {l.split(':', 2)[0]: l.split(':', 2)[1:] for l in a.launch}
    names = [n for n in a.peers.split(',') if n] + list(targets) + list(launch)
    rows, gone = [], set()
    for rnd in range(a.rounds):
        for n in names if rnd % 2 == 0 else names[::-1]:        # A B C, C B A, ...: drift hits all alike
            if n in gone:
                continue
            s = None
            for w in todo:
                try:
                    if s is None:
                        s = Server(n, targets.get(n), launch.get(n), items)
                        if a.warm and not w.startswith('mwl'):
                            s.load(['store', '--count', a.warm, data('tiny')], 60)
                except (LookupError, RuntimeError) as e:
                    print('left out: %s (%s)' % (n, e or 'not installed'), file=sys.stderr); gone.add(n); s = None; break
                os.sync(); time.sleep(0.2)
                r = s.load(args[w], a.timeout)
                t = time.time(); os.sync(); r['drain_s'] = round(time.time() - t, 3)
                r.update(workload=w, round=rnd, items=a.items if w.startswith('mwl') else None)
                rows.append(r)
                print('  round %d %-16s %-18s %8.1f /s %8.1f MB/s p50 %.2f p99 %.2f ms bad %d %s' % (rnd, n, w, r.get('per_s', 0), r.get('MB_s', 0), r.get('p50_ms', 0), r.get('p99_ms', 0), r.get('bad', 0), r.get('error', '')), file=sys.stderr, flush=True)
                if a.out:
                    with open(a.out, 'a') as f:
                        f.write(json.dumps(r) + '\n')
                if a.fresh:
                    s.stop(); s = None
            if s:
                s.stop()
    med = lambda rs, k: statistics.median(r.get(k, 0) for r in rs)
    for w in todo:
        print('\n%s  %s' % (w, ' '.join(str(x) if not os.path.isabs(str(x)) else os.path.basename(str(x)) for x in args[w])))
        print('%-18s %9s %9s %8s %9s %9s %9s %10s %9s %8s %7s %6s' % ('peer', 'op/s', 'MB/s', 'x ' + a.ref[:6], 'p50 ms', 'p99 ms', 'first ms', 'CPU ms/op', 'CPU s/GB', 'RSS MB', 'drain s', 'bad'))
        ref = [r for r in rows if r['workload'] == w and r['label'] == a.ref]
        for n in names:
            rs = [r for r in rows if r['workload'] == w and r['label'] == n]
            if rs:
                print('%-18s %9.1f %9.1f %8s %9.2f %9.2f %9.2f %10.2f %9.2f %8.0f %7.2f %6d' % (n, med(rs, 'per_s'), med(rs, 'MB_s'), '%.3f' % (med(rs, 'per_s') / med(ref, 'per_s')) if ref and med(ref, 'per_s') else '-', med(rs, 'p50_ms'), med(rs, 'p99_ms'),
                      med(rs, 'first_p50_ms'), med(rs, 'server_cpu_ms_per_op'), med(rs, 'server_cpu_s_per_GB'), med(rs, 'peak_rss_MB'), med(rs, 'drain_s'), max(r.get('bad', 0) for r in rs)))


if __name__ == '__main__':
    main()
