#!/bin/sh
# First process of the node: builds its file system and network, then supervises its services.
set -eu
say() { echo "node: $*"; }

say "file system"
root=$CLUSTER_STATE/root
mkdir -p "$root" "$CLUSTER_STATE/upper" "$CLUSTER_STATE/work"
mount -t overlay -o "lowerdir=$NODE_ROOTFS,upperdir=$CLUSTER_STATE/upper,workdir=$CLUSTER_STATE/work" overlay "$root"
bind() {
    mkdir -p "$1" "$root$2"
    mount --bind "$1" "$root$2"
}
# Snapshots of containers cannot lie on an overlay themselves; logs are for people to read from outside.
bind "$CLUSTER_STATE/containerd" /var/lib/containerd
bind "$CLUSTER_STATE/kubelet" /var/lib/kubelet
bind "$CLUSTER_STATE/etcd" /var/lib/etcd
bind "$CLUSTER_STATE/logs" /var/log
bind "$CLUSTER_STATE/node" /etc/kubernetes
bind "$CLUSTER_STATE/exchange" /exchange
bind "$NODE_BINARIES" /usr/local/bin
bind "$NODE_IMAGES" /images
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o nosuid,nodev,noexec sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9' 'tty 5 0' 'kmsg 1 11'; do
    set -- $device
    mknod -m 666 "$root/dev/$1" c "$2" "$3"
done
mkdir -p "$root/dev/pts" "$root/dev/shm" "$root/dev/mqueue"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t mqueue mqueue "$root/dev/mqueue"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"

say "network"
# The root file system has the tools, so that the host needs none.
in_node() { chroot "$root" "$@"; }
on_host() { in_node nsenter --net=/proc/self/fd/9 "$@"; }
in_node ip link set lo up
in_node ip link add eth0 type veth peer name "$NODE_LINK" netns /proc/self/fd/9
in_node ip address add "$NODE_ADDRESS/30" dev eth0
in_node ip link set eth0 up
on_host ip address add "$HOST_ADDRESS/30" dev "$NODE_LINK"
# Nothing is forwarded between this link and other networks of the host, even where the host is a router.
echo 0 | on_host tee "/proc/sys/net/ipv4/conf/$NODE_LINK/forwarding" > /dev/null
on_host ip link set "$NODE_LINK" up
exec 9<&-

say "control groups"
mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
for controller in /sys/fs/cgroup/*/; do
    name=$(basename "$controller")
    [ "$name" != unified ] || continue
    mkdir "$root/sys/fs/cgroup/$name"
    if [ "$name" = systemd ]; then
        mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/$name"
    else
        mount -t cgroup -o "$name" cgroup "$root/sys/fs/cgroup/$name"
    fi
done

# The kubelet wants these values and would set them for the whole machine; it only gets to see them.
mkdir -p "$root/run/sysctl"
wanted() {
    [ -e "$root/proc/sys/$1" ] || return 0
    file=$root/run/sysctl/$(echo "$1" | tr / .)
    echo "$2" > "$file"
    mount --bind "$file" "$root/proc/sys/$1"
}
wanted vm/overcommit_memory 1
wanted vm/panic_on_oom 0
wanted kernel/panic 10
wanted kernel/panic_on_oops 1
wanted kernel/keys/root_maxkeys 1000000
wanted kernel/keys/root_maxbytes 25000000

cd "$root"
mkdir -p .host
pivot_root . .host
cd /
umount -l /.host
rmdir /.host
mount --make-rshared /
hostname "$NODE_NAME"
printf '127.0.0.1 localhost\n%s %s\n' "$NODE_ADDRESS" "$NODE_NAME" > /etc/hosts
: > /etc/resolv.conf
echo 1 > /proc/sys/net/ipv4/ip_forward
# A connection to a pod that was killed together with the node would keep the network namespace for minutes.
echo 1 > /proc/sys/net/ipv4/tcp_orphan_retries
mkdir -p /etc/cni/net.d
cp /etc/kubernetes/etc/cni.conflist /etc/cni/net.d/10-bridge.conflist

say "services"
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
exec runsvdir -P /etc/kubernetes/services
