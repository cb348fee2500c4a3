### The rules: what each sees, why it matters, when it is wrong, what to do, and the sentence of a finding.

rule-KERNEL_NAME_IMPOSTOR-title = Calls itself a part of the kernel
rule-KERNEL_NAME_IMPOSTOR-sees = A program with an executable of its own whose name or title is one that only threads of the kernel have, such as kworker/0:1.
rule-KERNEL_NAME_IMPOSTOR-why = Threads of the kernel have no executable. Miners and back doors take such names so that people look past them.
rule-KERNEL_NAME_IMPOSTOR-wrong = A test or a joke. No packaged program is known to do it.
rule-KERNEL_NAME_IMPOSTOR-do = Look at its executable, who started it and what it is connected to; keep a copy of the file before you end it.
finding-KERNEL_NAME_IMPOSTOR = It has the name of a kernel thread, and is none.

rule-MEMFD_EXE-title = Runs from memory alone
rule-MEMFD_EXE-sees = An executable that was made with memfd_create(2): there is no file on any disk.
rule-MEMFD_EXE-why = Attackers load programs this way so that no file is left to scan. After a reboot nothing shows that it was there.
rule-MEMFD_EXE-wrong = Container runtimes such as runc start from a sealed copy of themselves for a moment.
rule-MEMFD_EXE-do = Copy /proc/PID/exe aside for examination, find out who started it, then end it.
finding-MEMFD_EXE = Its program exists in memory only.

rule-NAME_PATH_MISMATCH-title = A known name at a foreign path
rule-NAME_PATH_MISMATCH-sees = The name of a program that the catalogue knows, and an executable that is not where that program is installed.
rule-NAME_PATH_MISMATCH-why = A name costs nothing. Whoever wants to be overlooked calls his program nginx or mysqld.
rule-NAME_PATH_MISMATCH-wrong = A program that you built yourself, or that its vendor installs in a place the catalogue does not know yet.
rule-NAME_PATH_MISMATCH-do = Compare the file with the one of the package (dpkg -S, rpm -qf). If it is yours, add its path to the policy.
finding-NAME_PATH_MISMATCH = It is called { $program }, but runs from { $exe } and not from { $expected }.

rule-DELETED_EXE-title = Its file was removed
rule-DELETED_EXE-sees = An executable that was removed after the start, and no other file in its place.
rule-DELETED_EXE-why = Malware deletes itself after it was started. What runs can then no longer be examined on the disk.
rule-DELETED_EXE-wrong = A package that was removed while its program still ran.
rule-DELETED_EXE-do = Save /proc/PID/exe, find out where it came from, then stop it. If the package was removed on purpose, ending it is enough.
finding-DELETED_EXE = The file that it was started from is gone, and no upgrade explains it.

rule-RUNS_FROM_TMP-title = Runs from a folder of everybody
rule-RUNS_FROM_TMP-sees = An executable below /tmp, /var/tmp, /dev/shm or /run/user.
rule-RUNS_FROM_TMP-why = Every program may write there, so that whoever broke into a web site can put a file there and start it.
rule-RUNS_FROM_TMP-wrong = Installers and build tools that unpack and run something for a moment.
rule-RUNS_FROM_TMP-do = Find out what it is and who started it. Mounting these folders noexec keeps it from happening again.
finding-RUNS_FROM_TMP = It runs from a folder into which every program may write.

rule-PRELOADED-title = A library was put in front
rule-PRELOADED-sees = LD_PRELOAD in its environment or /etc/ld.so.preload naming a library outside the folders of the system.
rule-PRELOADED-why = Such a library can answer instead of the real one: hide files and connections, or read passwords.
rule-PRELOADED-wrong = Memory allocators, debuggers and fakeroot work this way; those of the system are only mentioned.
rule-PRELOADED-do = Look at the library and at who set the variable. In /etc/ld.so.preload hardly anything belongs.
finding-PRELOADED = The library { $library } is loaded before all others.

rule-SHELL_WITH_SOCKET-title = A shell on the network
rule-SHELL_WITH_SOCKET-sees = A shell that listens on a port, or whose input or output is a network connection.
rule-SHELL_WITH_SOCKET-why = It is the form of a reverse shell: somebody elsewhere types, and this machine obeys.
rule-SHELL_WITH_SOCKET-wrong = inetd-style services that run shell scripts.
rule-SHELL_WITH_SOCKET-do = Look at the other end of the connection (ss -tp) and at the parent, cut the connection, and look for the way in.
finding-SHELL_WITH_SOCKET = It is a shell that is steered through a network connection.

rule-EXPOSED_DATABASE-title = A database open to others
rule-EXPOSED_DATABASE-sees = A database, cache or queue that listens on an address which other machines can reach.
rule-EXPOSED_DATABASE-why = Data stores on the internet are found within hours, emptied and held to ransom. Many have no log-in by default.
rule-EXPOSED_DATABASE-wrong = A firewall may close the port in front; what is judged is the address it is bound to.
rule-EXPOSED_DATABASE-do = Bind it to 127.0.0.1 or a private address, or let a firewall admit only the machines that need it.
finding-EXPOSED_DATABASE = Port { $port } of a data store is bound to { $address }.

rule-SUSPICIOUS_PATH-title = Outside the usual folders
rule-SUSPICIOUS_PATH-sees = An executable outside the folders in which the system keeps programs (key standard_paths).
rule-SUSPICIOUS_PATH-why = What was not installed by the system's own means is not updated by them, and nobody checked where it came from.
rule-SUSPICIOUS_PATH-wrong = Programs that you installed yourself. In contextual mode /home, /srv, /opt, /usr/local and containers are spared where only root or its user can write.
rule-SUSPICIOUS_PATH-do = If it is yours, add its folder to standard_paths; else find out how it got there.
finding-SUSPICIOUS_PATH = It runs from { $exe }, outside the usual folders.

rule-PUBLIC_PORT-title = Waits on a known port
rule-PUBLIC_PORT-sees = A socket that waits on a port which is known for a service.
rule-PUBLIC_PORT-why = An open port is a door. Whether it should be open depends on the service and on who can reach it.
rule-PUBLIC_PORT-wrong = In contextual mode a port that is expected of a program does not colour; in strict mode every one counts.
rule-PUBLIC_PORT-do = If nobody needs it from outside, bind it to 127.0.0.1 or close it in the firewall.
finding-PUBLIC_PORT = It waits on port { $port }, known for { $service }.

rule-SYSTEM_PORT-title = Waits on an unassigned system port
rule-SYSTEM_PORT-sees = A socket that waits on a port below 1024 which is not known for any service.
rule-SYSTEM_PORT-why = Only privileged programs may open these ports; an unknown one there deserves a look.
rule-SYSTEM_PORT-wrong = RPC services such as rpc.statd take such ports by chance.
rule-SYSTEM_PORT-do = Find out which service it belongs to, and close it if none does.
finding-SYSTEM_PORT = It waits on the system port { $port }, which is not known for a service.

rule-RUNNING_AS_ROOT-title = Runs as root
rule-RUNNING_AS_ROOT-sees = An effective user id of 0.
rule-RUNNING_AS_ROOT-why = What goes wrong in it goes wrong with all rights. It is a warning where somebody besides root can change its file.
rule-RUNNING_AS_ROOT-wrong = Much of the system has to run as root, and is expected to.
rule-RUNNING_AS_ROOT-do = Give a service a user of its own (User= in its unit). Make sure that only root can write its executable and folder.
finding-RUNNING_AS_ROOT = It runs with the rights of root.

rule-HIGH_MEMORY_USAGE-title = Takes much of the memory
rule-HIGH_MEMORY_USAGE-sees = A resident set of 20 % of the memory or more.
rule-HIGH_MEMORY_USAGE-why = When memory runs out, the kernel ends programs of its own choice.
rule-HIGH_MEMORY_USAGE-wrong = Databases take what they are given.
rule-HIGH_MEMORY_USAGE-do = See whether it grows. Limit it (MemoryMax= in its unit) or give it what it needs.
finding-HIGH_MEMORY_USAGE = It holds { $percent } % of the memory.

rule-MEMORY_GROWING-title = Keeps growing
rule-MEMORY_GROWING-sees = A resident set that has grown by half and at least 128 MiB over half an hour or more without ever shrinking.
rule-MEMORY_GROWING-why = It is how a leak looks before the memory is gone.
rule-MEMORY_GROWING-wrong = Caches that are still filling.
rule-MEMORY_GROWING-do = Watch it. A restart gives the memory back; an update may mend the leak.
finding-MEMORY_GROWING = Its memory has only grown for a long time.

rule-CPU_HOG-title = Keeps a core busy
rule-CPU_HOG-sees = Nine tenths of a core or more for five minutes without a pause.
rule-CPU_HOG-why = It slows down everything else, and is how a miner or an endless loop looks.
rule-CPU_HOG-wrong = Builds, backups, transcoding and other honest work.
rule-CPU_HOG-do = Ask what it computes. Lower its priority (renice), limit it (CPUQuota=), or end it if nobody wants it.
finding-CPU_HOG = It has kept a core busy without a pause.

rule-CRASH_LOOP-title = Starts again and again
rule-CRASH_LOOP-sees = A unit that was restarted three times or more within ten minutes.
rule-CRASH_LOOP-why = It does not stay up: what it serves is interrupted each time, and each start costs.
rule-CRASH_LOOP-wrong = Somebody is working on it right now.
rule-CRASH_LOOP-do = Read its log (journalctl -u UNIT). Stop the unit until the cause is found.
finding-CRASH_LOOP = Its unit { $unit } was started again { $restarts } times within ten minutes.

rule-ZOMBIE_PILE-title = Leaves its children uncollected
rule-ZOMBIE_PILE-sees = Ten or more children that have ended and that it has not collected (wait(2)).
rule-ZOMBIE_PILE-why = Each keeps a process id. When they run out, nothing can be started any more.
rule-ZOMBIE_PILE-wrong = A moment of heavy work; they go when it catches up.
rule-ZOMBIE_PILE-do = Restart the parent: its zombies go with it. In a container, use an init that collects (docker run --init).
finding-ZOMBIE_PILE = { $count } of its children have ended and were not collected.

rule-NEEDS_RESTART-title = Restart it to finish the upgrade
rule-NEEDS_RESTART-sees = An executable or library that an upgrade has replaced, while the old one still runs.
rule-NEEDS_RESTART-why = The holes that the upgrade closed stay open until it is started again.
rule-NEEDS_RESTART-wrong = A file that was copied over by hand.
rule-NEEDS_RESTART-do = Restart it when it suits you, as the finding says.
finding-NEEDS_RESTART = An upgrade replaced its files; it still runs the old ones. { $way ->
    [command] To restart it: { $command }
    [login] Let its user log in again, or start the program again.
    [container] Start its container again.
    [boot] Restart the machine when it suits you: restarting this alone cuts off others.
   *[program] Start the program again.
}
