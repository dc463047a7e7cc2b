@owner:product
@severity:blocker
@needs:plans
@needs:own_settings
Feature: Twelve people
  As any of the people whom we serve
  I want to come in my own way, and to do on the first day what I came for
  So that the platform fits me, not the average of us all

  @promise:everybody-arrives
  @journey
  @browser
  Rule: Everybody comes in their own way, is answered soon, may what plan and role give, and finds all again

    Scenario Outline: <who>, <kind>
      Given people may come in through providers, and plans have their limits
      And <who> is the <kind>, on the <plan> plan and with the role of <role>
      When <who> comes for the first time, by <way>, and asks "<asks>"
      And <who> asks on: "<asks on>"
      And <who> looks up what that took, and logs out
      And <who> comes back later, by <way>, in another browser
      Then all that <who> asked is answered, and what was asked last is about August 2026
      And the account page told <who> what the runs had used, and what that costs
      And <who> finds the conversation again, word for word
      And the page and every mail name <who> in full
      And <who> may: <may>
      And <who> may not: <may not>
      And <who> had the first answer <seconds> seconds after arriving
      And each stage of the way kept its limit:
        | stage         | limit in seconds |
        | confirming    | 2                |
        | logging in    | 3                |
        | coming in     | 3                |
        | second factor | 5                |
        | connecting    | 2                |
        | first event   | 8                |
        | first word    | 8                |
        | whole answer  | 20               |
        | coming back   | 8                |
        | history       | 5                |
        | everything    | 30               |

      Examples:
        | who       | kind              | plan       | role    | way               | seconds | may                                  | may not                                              | asks                                                                                                                 | asks on                                           |
        | Ada       | free user         | free       | member  | password          | 30      | nothing                              | ask for savings, ask for a report, download the data | What are the three most expensive models in September 2026?                                                          | And in August 2026?                               |
        | Zoë       | early adopter     | early      | member  | Google            | 20      | ask for savings                      | ask for a report, download the data                  | Compare the prices of aurora-large and borealis-pro                                                                  | What did we spend on aurora-large in August 2026? |
        | Katherine | mid-size business | mid        | member  | Microsoft         | 20      | ask for a report, download the data  | see people                                           | What did we spend in total in September 2026?                                                                        | And in August 2026?                               |
        | Grace     | enterprise        | enterprise | member  | single sign-on    | 20      | ask for a report, download the data  | see people, see usage                                | Write me a report for September 2026                                                                                 | And for August 2026?                              |
        | Yuki      | developer         | mid        | member  | GitHub            | 20      | ask for savings, download the data   | change people                                        | Which models do we use?                                                                                              | What did we spend in total in August 2026?        |
        | Wei       | data scientist    | mid        | member  | GitLab            | 20      | download the data                    | see usage                                            | How much did each team spend in September 2026?                                                                      | And in August 2026?                               |
        | Noor      | manager           | enterprise | manager | password          | 30      | see usage, ask for a report          | see people, change people                            | What will we spend next month?                                                                                       | What did we spend in total in August 2026?        |
        | Noam      | support           | early      | support | password and code | 40      | see people                           | change people, see usage, download the data          | What did we spend in total in September 2026?                                                                        | And in August 2026?                               |
        | Margaret  | administrator     | enterprise | admin   | password and code | 40      | see people, change people, see usage | nothing                                              | Which models do we use?                                                                                              | What did we spend in total in August 2026?        |
        | Søren     | trial user        | trial      | member  | Google            | 20      | ask for savings, ask for a report    | download the data                                    | Write me a report for September 2026                                                                                 | And for August 2026?                              |
        | Jürgen    | power user        | early      | member  | password          | 30      | ask for savings                      | ask for a report                                     | What did we spend on each of the last 5 days? / Which three models cost us the most? / How much did each team spend? | And in August 2026?                               |
        | Łukasz    | consultant        | mid        | member  | GitHub            | 20      | ask for a report, ask for savings    | see people                                           | Write me a report for September 2026 / What will we spend next month?                                                | What did we spend in total in August 2026?        |
