//! One module per class of attacks that programs of this kind fell to. `A…` is a class, `B…` a single
//! attack of the threat list; each test was seen red once, with its guard taken out.

mod a01_open_door;
mod a02_whose_object;
mod a04_options;
mod a05_paths;
mod a06_secrets;
mod a07_other_sites;
mod a08_scripts;
mod a09_session_life;
mod a10_second_factor;
mod a10_side_doors;
mod a13_cheap_load;
mod b02_wrong_process;
mod b15_unix_socket;
mod b18_logs;
