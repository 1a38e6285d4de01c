import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;

/**
 * Runs scripts on the SQLite inside a JDBC driver. The arguments are a file and a query of one value; a line of standard
 * input is a script, in base64. The answer to each is a line: "+" and what the query says then, or "-" and why the script
 * was refused, in base64 both. A script that is refused leaves no transaction open.
 */
public class OldSqlite {
	public static void main(String[] args) throws Exception {
		var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
				Statement statement = connection.createStatement()) {
			for (String line; (line = lines.readLine()) != null;) {
				String script = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
				try {
					statement.executeUpdate(script);
					try (ResultSet found = statement.executeQuery(args[1])) {
						found.next();
						answer("+", found.getString(1));
					}
				} catch (SQLException refused) {
					answer("-", refused.getMessage());
					try {
						statement.executeUpdate("ROLLBACK");
					} catch (SQLException noneOpen) {
						// It was refused outside a transaction.
					}
				}
			}
		}
	}

	private static void answer(String sign, String text) {
		System.out.println(sign + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
	}
}
