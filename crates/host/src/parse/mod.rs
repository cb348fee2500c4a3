//! Understanding what the system wrote: functions from bytes and facts to values. They read nothing,
//! know no path, allocate little, never panic and compile on every system.

mod text;

pub mod capabilities;
pub mod cgroup;
pub mod cgroup_limits;
pub mod cmdline;
pub mod container_marks;
pub mod cpu;
pub mod disk_counters;
pub mod fdinfo;
pub mod io;
pub mod journal;
pub mod link;
pub mod load;
pub mod login_defs;
pub mod machine_id;
pub mod manager;
pub mod maps;
pub mod memory;
pub mod mountinfo;
pub mod net_table;
pub mod network;
pub mod os_release;
pub mod own_cgroup;
pub mod passwd;
pub mod place;
pub mod preload;
pub mod pressure;
pub mod schedstat;
pub mod shown_mounts;
pub mod smaps_rollup;
pub mod sock_diag;
pub mod stat;
pub mod statm;
pub mod status;
pub mod tty;
pub mod uid_map;
pub mod unit;
pub mod unit_restart;
pub mod uptime;
