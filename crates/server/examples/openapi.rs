//! Prints the OpenAPI document of the handlers: `cargo xtask codegen` writes it to `docs/openapi.json`.

fn main() {
    print!("{}", server::openapi_json());
}
