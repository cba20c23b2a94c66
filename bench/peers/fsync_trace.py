#!/usr/bin/env python3
"""fsync_trace.py - does a server flush to disk before it answers a C-STORE with success?  Wants strace.

  fsync_trace.py --peers orthanc,storescp,dcm4che [--launch NAME:AET:CMD] [--count 20] [--kind tiny|ctseries]

Attaches strace to the server, stores --count objects over one association, prints how many flush calls (fsync, fdatasync,
sync_file_range, msync, sync) fall before each response, how many after the last, and whether files are opened with O_SYNC / O_DSYNC.
"""
import argparse, os, re, subprocess, sys, time
import run_peers as rp


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--peers', default='storescp,dcmqrscp,orthanc,dcm4che')
    p.add_argument('--launch', action='append', default=[])
    p.add_argument('--count', type=int, default=20)
    p.add_argument('--kind', default='tiny')
    a = p.parse_args()
    rp.build()
    d, launch = rp.data(a.kind), {l.split(':', 2)[0]: l.split(':', 2)[1:] for l in a.launch}
    print('%-18s %7s %22s %18s %14s %12s %9s' % ('peer', 'objects', 'flushes before each rsp', 'rsp with no flush', 'flushes after', 'O_(D)SYNC', 'writes/rsp'))
    for n in [x for x in a.peers.split(',') if x] + list(launch):
        try:
            s = rp.Server(n, None, launch.get(n), None)
        except (LookupError, RuntimeError) as e:
            print('%-18s left out (%s)' % (n, e or 'not installed')); continue
        try:
            s.load(['store', '--count', 8, rp.data('tiny')], 60)
            out = os.path.join(rp.TMP, 'strace.' + n)
            st = subprocess.Popen(['strace', '-f', '-yy', '-s', '8', '-e', 'trace=fsync,fdatasync,sync_file_range,msync,sync,syncfs,openat,open,write,writev,sendto,sendmsg', '-o', out, '-p', str(s.pid)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(1.0)
            r = s.load(['store', '--count', a.count, d], 100)
            time.sleep(0.5)
            st.terminate(); st.wait()
            before, cur, osync, kinds, socket_writes = [], 0, 0, {}, 0
            for l in open(out, errors='replace'):
                m = re.match(r'\d+\s+(\w+)\((.*)', l)
                if not m:
                    continue
                call, rest = m.groups()
                if call in ('fsync', 'fdatasync', 'sync_file_range', 'msync', 'sync', 'syncfs'):
                    cur += 1; kinds[call] = kinds.get(call, 0) + 1
                elif call in ('openat', 'open'):
                    osync += bool(re.search(r'O_D?SYNC', rest))
                elif 'TCP' in rest.split(',')[0]:
                    socket_writes += 1
                    if re.search(r'"\\4\\0', rest):
                        before.append(cur); cur = 0
            print('%-18s %7d %22.2f %18d %14d %12d %9.1f   %s%s' % (n, r.get('ok', 0), sum(before) / max(1, len(before)), sum(b == 0 for b in before), cur, osync, socket_writes / max(1, len(before)), kinds, '' if len(before) == a.count else '  (%d responses seen)' % len(before)))
        finally:
            s.stop()


if __name__ == '__main__':
    main()
