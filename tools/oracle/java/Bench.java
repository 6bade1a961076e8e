import java.io.BufferedReader;
import java.io.PrintStream;
import java.util.Map;
import org.apache.velocity.Template;

/**
 * Measures rendering. Each line on standard input is a document as for the oracle plus "name"; each
 * answer is {"name": ..., "nsPerOp": ..., "bytes": ...}: the best of several rounds after warm-up,
 * the template parsed once and the data (body, parameters, references) fresh for every operation.
 */
final class Bench {
    private static final long WARM_UP = 2_000_000_000L;
    private static final long ROUND = 500_000_000L;
    private static final int ROUNDS = 5;

    private Bench() {}

    static void run(Oracle oracle, BufferedReader in, PrintStream out) throws Exception {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Map<String, Object> request = Oracle.document(line);
            Template template = oracle.parse((String) request.get("template"));
            int bytes = Oracle.render(template, request).length();
            measure(template, request, WARM_UP);
            double best = Double.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                best = Math.min(best, measure(template, request, ROUND));
            }
            out.printf("{\"name\":\"%s\",\"nsPerOp\":%.1f,\"bytes\":%d}%n", request.get("name"), best, bytes);
            out.flush();
        }
    }

    private static double measure(Template template, Map<String, Object> request, long duration) {
        long start = System.nanoTime();
        long count = 0;
        long elapsed;
        do {
            for (int i = 0; i < 16; i++) {
                Oracle.render(template, request);
            }
            count += 16;
            elapsed = System.nanoTime() - start;
        } while (elapsed < duration);
        return (double) elapsed / count;
    }
}
