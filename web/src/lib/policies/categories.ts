// The categories that this program knows (M10), in the order in which an import asks for them. Others may occur.
export const CATEGORIES: readonly string[] = ['kernel', 'core', 'database', 'network-service', 'system-service', 'monitoring', 'container-runtime', 'web-server', 'runtime', 'infrastructure', 'system-utility', 'general'];
